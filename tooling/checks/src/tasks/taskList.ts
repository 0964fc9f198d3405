import { globSync } from 'node:fs'
import { join } from 'node:path'

/** One step of `npm run check` or `npm test`. */
export type Task = {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  /** `test`: its closing line is counted, and it is no part of `npm run check`. */
  readonly kind: 'check' | 'test'
  /** `after`: waits for the build to end, either way; `needed`: fails with it. */
  readonly build: 'not needed' | 'after' | 'needed'
}

/** All steps, in the order in which they start. */
export function taskList(root: string): Task[] {
  const script = (path: string): [string, string] => ['node', join(root, 'tooling/checks/src', path)]
  const check = (name: string, command: Task['command'], build: Task['build'] = 'not needed'): Task => ({
    name,
    command,
    kind: 'check',
    build,
  })
  const test = (name: string, command: Task['command'], build: Task['build']): Task => ({
    name,
    command,
    kind: 'test',
    build,
  })
  const projects = ['run', '--coverage', '--project', '!e2e']
  const endToEnd = globSync('apps/*/test/**/*.e2e.test.ts', { cwd: root }).length > 0
  return [
    check('build', ['turbo', 'run', 'build', '--output-logs=errors-only']),
    check('types', ['turbo', 'run', 'typecheck', '--output-logs=errors-only']),
    check('versions', ['syncpack', 'lint']),
    check('manifests', script('manifests/checkManifests.ts')),
    check('changeset', script('changeset/checkChangesets.ts')),
    // They read sources; after the build only because a test may start a built program.
    test('tests', ['vitest', ...projects], 'after'),
    // After the build: while it runs, tsup keeps a bundled copy of its config beside each package's, which is gone when it is to be read.
    check('imports', script('imports/checkImports.ts'), 'after'),
    check('unused', ['knip', '--no-progress'], 'after'),
    // After the build: the rule on floating promises sees another package's promise only in its built types.
    check('lint', ['biome', 'ci', '--max-diagnostics=50', '.'], 'needed'),
    check('pack', script('published/checkPacked.ts'), 'needed'),
    check('api', script('published/checkApi.ts'), 'needed'),
    check('bundle', script('published/checkBundle.ts'), 'needed'),
    test('examples', script('examples/runExamples.ts'), 'needed'),
    test('benchmarks', ['node', join(root, 'tooling/bench/src/main.ts'), '--quick'], 'after'),
    ...(endToEnd ? [test('e2e', ['vitest', 'run', '--project', 'e2e'], 'needed')] : []),
  ]
}

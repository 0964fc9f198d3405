import { globSync } from 'node:fs'
import { join } from 'node:path'

/** One step of `npm run check` or `npm test`. */
export type Task = {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  /** `test`: its closing line is counted, and it is no part of `npm run check`. */
  readonly kind: 'check' | 'test'
  /** Waits for the build. */
  readonly built: boolean
}

/** All steps, in the order in which they start. */
export function taskList(root: string): Task[] {
  const script = (path: string): [string, string] => ['node', join(root, 'tooling/checks/src', path)]
  const check = (name: string, command: Task['command'], built = false): Task => ({
    name,
    command,
    kind: 'check',
    built,
  })
  const test = (name: string, command: Task['command']): Task => ({ name, command, kind: 'test', built: true })
  const projects = ['run', '--coverage', '--project', '!e2e']
  const endToEnd = globSync('apps/*/test/**/*.e2e.test.ts', { cwd: root }).length > 0
  return [
    check('build', ['turbo', 'run', 'build', '--output-logs=errors-only']),
    check('types', ['turbo', 'run', 'typecheck', '--output-logs=errors-only']),
    check('imports', script('imports/checkImports.ts')),
    check('unused', ['knip', '--no-progress']),
    check('versions', ['syncpack', 'lint']),
    check('manifests', script('manifests/checkManifests.ts')),
    check('changeset', script('changeset/checkChangesets.ts')),
    test('tests', ['vitest', ...projects]),
    // After the build: the rule on floating promises sees another package's promise only in its built types.
    check('lint', ['biome', 'ci', '--max-diagnostics=50', '.'], true),
    check('pack', script('published/checkPacked.ts'), true),
    check('api', script('published/checkApi.ts'), true),
    check('bundle', script('published/checkBundle.ts'), true),
    { ...check('examples', script('examples/runExamples.ts'), true), kind: 'test' },
    ...(endToEnd ? [test('e2e', ['vitest', 'run', '--project', 'e2e'])] : []),
  ]
}

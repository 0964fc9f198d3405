import { expect, test } from 'vitest'
import type { Manifest } from '../workspace/members.ts'
import { manifestProblems } from './manifestProblems.ts'
import { readmeProblems } from './readmeProblems.ts'

const fit: Manifest = {
  name: '@sdex/p',
  description: 'P.',
  license: 'Apache-2.0',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=22.19' },
  files: ['dist', 'CHANGELOG.md'],
  exports: {
    '.': { '@sdex/source': './src/index.ts', types: './dist/index.d.ts' },
    './package.json': './package.json',
  },
  publishConfig: {
    access: 'public',
    exports: { '.': { types: './dist/index.d.ts' }, './package.json': './package.json' },
  },
}

test('behavior: a fit manifest passes, and each thing that is off is named', () => {
  expect(manifestProblems(fit)).toEqual([])
  const off: [Partial<Manifest>, RegExp][] = [
    [{ license: 'MIT' }, /license/],
    [{ description: '' }, /description/],
    [{ type: 'commonjs' }, /type/],
    [{ sideEffects: true }, /sideEffects/],
    [{ engines: { node: '>=20' } }, /engines/],
    [{ files: ['dist'] }, /CHANGELOG/],
    [{ publishConfig: { access: 'restricted', exports: fit.publishConfig?.exports ?? {} } }, /access/],
    [{ publishConfig: { access: 'public', exports: fit.exports ?? {} } }, /without @sdex\/source/],
    [{ exports: {} }, /no entry/],
  ]
  for (const [change, problem] of off) expect(manifestProblems({ ...fit, ...change }).join('\n')).toMatch(problem)
})

test("behavior: the README's code has to be a file that is run, to the letter", () => {
  const read = (file: string): string | undefined => (file === 'examples/a.ts' ? 'const a = 1\n' : undefined)
  expect(
    readmeProblems('<!-- example: examples/a.ts -->\n```ts\nconst a = 1\n```\n\n```sh\nnpm start\n```\n', read),
  ).toEqual([])
  expect(readmeProblems('```ts\nconst a = 1\n```\n', read)).toEqual([expect.stringContaining('no comment')])
  expect(readmeProblems('<!-- example: examples/a.ts -->\n```ts\nconst a = 2\n```\n', read)).toEqual([
    expect.stringContaining('differs'),
  ])
  expect(readmeProblems('<!-- example: examples/b.ts -->\n```ts\n```\n', read)).toEqual([
    'README.md: there is no examples/b.ts',
  ])
})

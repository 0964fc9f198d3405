import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { importTable } from './importTable.ts'

const libraries = ['rxjs', 'vitest', 'undeclared']

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/**
 * A workspace in a temporary folder for tests of the rules: every package of the table, an app and the examples, all clean, with
 * `files` on top. `rxjs` is a dependency and `vitest` a devDependency of each, `undeclared` is installed only. The caller removes it.
 */
export function writeWorkspace(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'workspace-')))
  const packages = Object.keys(importTable)
  const folders = [...packages.map((name) => `packages/${name}`), 'apps/bot', 'apps/dashboard', 'examples']
  for (const folder of folders) {
    const manifest = {
      name: `@sdex/${folder.split('/').at(-1)}`,
      type: 'module',
      exports: { '.': { '@sdex/source': './src/index.ts' }, './testing': { '@sdex/source': './src/testing.ts' } },
      dependencies: { rxjs: '7' },
      devDependencies: { vitest: '5' },
    }
    write(join(root, folder, 'package.json'), JSON.stringify(manifest))
    write(join(root, folder, 'src/index.ts'), 'export const entry = 1\n')
    write(join(root, folder, 'src/testing.ts'), 'export type Testing = 1\nexport const testing = 1\n')
    write(join(root, folder, 'src/inner.ts'), 'export const inner = 1\n')
  }
  write(join(root, 'package.json'), '{"private":true,"type":"module"}')
  for (const name of libraries) {
    write(
      join(root, 'node_modules', name, 'package.json'),
      JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
    )
    write(join(root, 'node_modules', name, 'index.js'), 'module.exports = {}\n')
  }
  mkdirSync(join(root, 'node_modules/@sdex'))
  for (const name of packages) symlinkSync(join(root, 'packages', name), join(root, 'node_modules/@sdex', name))
  for (const [file, text] of Object.entries(files)) write(join(root, file), `${text}\n`)
  return root
}

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { bundleForBrowser } from './bundleForBrowser.ts'
import { checkTarball } from './checkTarball.ts'
import { extractApi } from './extractApi.ts'
import { packPackage } from './packPackage.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'published-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
})

function write(files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
}
const manifest = (exports: object): string =>
  JSON.stringify({
    name: 'p',
    version: '1.0.0',
    license: 'MIT',
    type: 'module',
    sideEffects: false,
    files: ['dist'],
    exports,
  })

test('behavior: a bundle refuses what a browser lacks, deep in a dependency too, and tells its size', async () => {
  write({
    'clean.js': 'export const a = 1',
    'dirty.js': "export * from './deep.js'",
    'deep.js': "export { readFileSync } from 'node:fs'",
  })
  write({ 'bare.js': "export { readFileSync } from 'fs'", 'peer.js': "export { map } from 'rxjs'" })
  const clean = await bundleForBrowser(join(root, 'clean.js'), [])
  expect(clean.problems).toEqual([])
  expect(clean.gzipBytes).toBeGreaterThan(0)
  expect((await bundleForBrowser(join(root, 'dirty.js'), [])).problems.join()).toMatch(/deep\.js imports node:fs/)
  expect((await bundleForBrowser(join(root, 'bare.js'), [])).problems).not.toEqual([])
  expect((await bundleForBrowser(join(root, 'peer.js'), ['rxjs'])).problems).toEqual([])
})

test('behavior: a tarball with conditions in the wrong order is refused, a right one passes', {
  timeout: 60_000,
}, async () => {
  const dist = { 'dist/index.js': 'export const a = 1\n', 'dist/index.d.ts': 'export declare const a = 1\n' }
  const check = async (exports: object): Promise<string[]> => {
    write({ ...dist, 'package.json': manifest(exports) })
    return checkTarball(await packPackage(root, root))
  }
  expect(await check({ '.': { types: './dist/index.d.ts', default: './dist/index.js' } })).toEqual([])
  expect((await check({ '.': { default: './dist/index.js', types: './dist/index.d.ts' } })).join()).toMatch(/publint/)
  expect((await check({ '.': { types: './dist/none.d.ts', default: './dist/index.js' } })).join()).toMatch(
    /publint|attw/,
  )
})

test('behavior: a changed signature and a type that nobody can name are told of, and accepting renews the report', {
  timeout: 60_000,
}, () => {
  const exports = { '.': { types: './dist/index.d.ts', default: './dist/index.js' } }
  const member = { folder: 'packages/p', manifest: { name: 'p', exports } }
  const types = (text: string): void =>
    write({ 'packages/p/package.json': manifest(exports), 'packages/p/dist/index.d.ts': text })
  types('/** A. */\nexport declare function a(): string;\n')
  expect(extractApi(root, member, { accept: false }).join()).toMatch(/differs/)
  expect(extractApi(root, member, { accept: true })).toEqual([])
  expect(readFileSync(join(root, 'packages/p/etc/p.api.md'), 'utf8')).not.toContain('\r')
  expect(extractApi(root, member, { accept: false })).toEqual([])
  types('/** A. */\nexport declare function a(): number;\n')
  expect(extractApi(root, member, { accept: false }).join()).toMatch(/packages\/p\/etc\/p\.api\.md differs/)
  types('interface Hidden { x: 1 }\nexport declare function a(): Hidden;\nexport {};\n')
  expect(extractApi(root, member, { accept: true }).join()).toMatch(/Hidden/)
  expect(
    extractApi(root, { folder: 'packages/q', manifest: { name: 'q', exports } }, { accept: false }).join(),
  ).toMatch(/left no/)
})

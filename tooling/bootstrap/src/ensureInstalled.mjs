import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { must } from './must.mjs'
import { root } from './root.mjs'

/** Every file that decides what `pnpm install` does. */
function manifests() {
  const members = ['packages', 'apps', 'tooling'].flatMap((group) =>
    existsSync(join(root, group)) ? readdirSync(join(root, group)).map((name) => `${group}/${name}/package.json`) : [],
  )
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'examples/package.json', ...members.sort()]
  return files.map((file) => join(root, file)).filter((file) => existsSync(file))
}

/** Installs the dependencies, unless nothing that decides them has changed: a second start needs no network. */
export function ensureInstalled() {
  const hash = createHash('sha256').update(String(process.env['TOOLCHAIN_NODE']))
  for (const file of manifests()) hash.update(file).update(readFileSync(file))
  const digest = hash.digest('hex')
  const stamp = join(root, 'node_modules', '.install-stamp')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return
  process.stderr.write('· installing dependencies\n')
  must('pnpm install', 'pnpm', ['install', '--frozen-lockfile', '--reporter=append-only'])
  writeFileSync(stamp, digest)
}

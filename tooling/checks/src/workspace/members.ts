import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The parts of a package.json that the checks look at. */
export type Manifest = {
  readonly name: string
  readonly private?: boolean
  readonly license?: string
  readonly description?: string
  readonly sideEffects?: boolean
  readonly type?: string
  readonly bin?: Readonly<Record<string, string>>
  readonly files?: readonly string[]
  readonly engines?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly publishConfig?: {
    readonly access?: string
    readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  }
}

/** One package of the workspace. */
export type Member = {
  /** Folder from the root, as in `packages/matching`. */
  readonly folder: string
  readonly manifest: Manifest
}

/** Every package of the workspace at `root`, in the order of their folders. */
export function members(root: string): Member[] {
  const groups = ['apps', 'packages', 'tooling'].flatMap((group) =>
    existsSync(join(root, group)) ? readdirSync(join(root, group)).map((name) => `${group}/${name}`) : [],
  )
  return [...groups, 'examples']
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort()
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) }))
}

/** The packages that npm gets. */
export function publicPackages(root: string): Member[] {
  return members(root).filter(({ folder, manifest }) => folder.startsWith('packages/') && !manifest.private)
}

/** The source files that other packages may import, from the root: what `exports` names under our own condition. */
export function entryFiles({ folder, manifest }: Member): string[] {
  return Object.values(manifest.exports ?? {}).flatMap((target) => {
    const source = typeof target === 'object' ? target['@sdex/source'] : undefined
    return source ? [`${folder}/${source.replace(/^\.\//, '')}`] : []
  })
}

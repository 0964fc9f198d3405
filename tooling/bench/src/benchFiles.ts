import { globSync } from 'node:fs'

/** A file that measures something, and what it can be asked for by. */
export type BenchFile = {
  readonly path: string
  /** `PACKAGE-FILE`, as in `devnet-ledger`, or the package alone for all of its files. */
  readonly names: readonly string[]
}

/** Every `packages/PACKAGE/bench/FILE.ts`. Folders beside them hold what they share. */
export function findBenchFiles(root: string): readonly BenchFile[] {
  return globSync('packages/*/bench/*.ts', { cwd: root })
    .sort()
    .map((path) => {
      const [, name = '', , file = ''] = path.split(/[\\/]/)
      return { path, names: [name, `${name}-${file.replace(/\.ts$/, '')}`] }
    })
}

/** Those that a name asks for; without one all. */
export function selectBenchFiles(files: readonly BenchFile[], only: string | undefined): readonly BenchFile[] {
  return only === undefined ? files : files.filter(({ names }) => names.includes(only))
}

import { assetKey } from '../ledger/assetKey.ts'
import type { FoundPath, PathSearch } from './findPaths.ts'

/** Horizon's `maxPathsPerAsset`. */
const MAX_PATHS_PER_END = 5

/** What is shown of what was found: at most five ways to an end, ends in the order of their text, the best way first, of two alike the shorter. */
export function rankPaths(found: readonly FoundPath[], direction: PathSearch['direction']): readonly FoundPath[] {
  const sign = direction === 'strictSend' ? -1 : 1
  const keyed = found.map((path) => ({ key: assetKey(path.end), path }))
  keyed.sort(
    (a, b) =>
      compare(a.key, b.key) || sign * compare(a.path.amount, b.path.amount) || a.path.path.length - b.path.path.length,
  )
  const counts = new Map<string, number>()
  return keyed.flatMap(({ key, path }) => {
    const count = counts.get(key) ?? 0
    counts.set(key, count + 1)
    return count < MAX_PATHS_PER_END ? [path] : []
  })
}

function compare<Value extends string | bigint>(a: Value, b: Value): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

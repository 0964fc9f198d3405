import type { Stroops } from '@sdex/primitives'
import { type AssetId, NATIVE } from '../ledger/entries.ts'
import { find, put, remove, type SortedSet, type Sorting } from '../ledger/sortedSet.ts'
import { type Compare, compareText } from './groups.ts'

/** How many entries of a kind there are of an asset, and what they hold together, which may exceed 64 bits. */
export type Tally = { readonly count: number; readonly amount: Stroops }

/** What holds an asset: trustlines by how far they are authorized, claimable balances, pools. */
export type TallyKind = 'authorized' | 'maintaining' | 'unauthorized' | 'claimable' | 'pooled'

/** Who holds an issued asset, and how much of it. There are none of an asset that nobody has an entry of. */
export type AssetStatistics = { readonly asset: AssetId } & Readonly<Record<TallyKind, Tally>>

/** By code, then by issuer: `AB` comes before `AB1`, which the colon between code and issuer would turn round. */
export const compareAssets: Compare<AssetId> = (a, b) => {
  const [aEnd, bEnd] = [a.indexOf(':'), b.indexOf(':')]
  return aEnd === bEnd ? compareText(a, b) : compareText(codeBefore(a, aEnd), codeBefore(b, bEnd))
}

/** Codes of different lengths decide by themselves. Lumens have no colon. */
function codeBefore(asset: AssetId, end: number): string {
  return end === -1 ? asset : asset.slice(0, end)
}

export const byAssetName: Sorting<AssetStatistics, AssetId> = { keyOf: ({ asset }) => asset, compare: compareAssets }

/** Changes to statistics, made together and then written at once. */
export type StatisticsDraft = {
  /** Counts an entry in, or out. Lumens have no statistics. */
  count(asset: AssetId, kind: TallyKind, entry: { readonly amount: Stroops; readonly by: 1n | -1n }): void
  done(): StatisticsChanges
}

export type StatisticsChanges = {
  readonly statistics: SortedSet<AssetStatistics>
  /** Assets that have statistics now and had none, and the other way round. */
  readonly appeared: readonly AssetId[]
  readonly vanished: readonly AssetId[]
}

/** Begins to change statistics. */
export function draftStatistics(statistics: SortedSet<AssetStatistics>): StatisticsDraft {
  const changed = new Map<AssetId, AssetStatistics>()
  return {
    count: (asset, kind, { amount, by }) => {
      if (asset === NATIVE) return
      const known = changed.get(asset) ?? find(statistics, byAssetName, asset) ?? noStatistics(asset)
      const tally = { count: known[kind].count + Number(by), amount: known[kind].amount + by * amount }
      changed.set(asset, { ...known, [kind]: tally })
    },
    done: () => {
      const [appeared, vanished]: [AssetId[], AssetId[]] = [[], []]
      let now = statistics
      for (const [asset, changedTo] of changed) {
        const wasThere = find(statistics, byAssetName, asset) !== undefined
        const isThere = !isEmpty(changedTo)
        now = isThere ? put(now, byAssetName, changedTo) : remove(now, byAssetName, asset)
        if (isThere && !wasThere) appeared.push(asset)
        if (!isThere && wasThere) vanished.push(asset)
      }
      return { statistics: now, appeared, vanished }
    },
  }
}

const NONE: Tally = { count: 0, amount: 0n }

function noStatistics(asset: AssetId): AssetStatistics {
  return { asset, authorized: NONE, maintaining: NONE, unauthorized: NONE, claimable: NONE, pooled: NONE }
}

function isEmpty({ authorized, maintaining, unauthorized, claimable, pooled }: AssetStatistics): boolean {
  return [authorized, maintaining, unauthorized, claimable, pooled].every(({ count }) => count === 0)
}

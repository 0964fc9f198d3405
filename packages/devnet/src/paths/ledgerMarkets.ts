import type { AssetId } from '../ledger/entries.ts'
import { POOL_TRADING_DISABLED } from '../ledger/header.ts'
import { chargesRejectedBook } from '../ledger/protocol.ts'
import type { LedgerState } from '../ledger/state.ts'
import type { Markets } from './markets.ts'

/** A ledger that does not change any more. */
export type LedgerMarkets = Pick<LedgerState, 'header' | 'book' | 'poolOf' | 'allPairs' | 'allPools'>

/** The markets of a ledger, and which leads where. Takes time in proportion to their number. */
export function ledgerMarkets(ledger: LedgerMarkets): Markets {
  const { flags, ledgerVersion } = ledger.header
  const arePoolsOpen = (flags & POOL_TRADING_DISABLED) === 0
  const sources = new Map<AssetId, Set<AssetId>>()
  const targets = new Map<AssetId, Set<AssetId>>()
  const join = (paid: AssetId, taken: AssetId): void => {
    neighbours(sources, taken).add(paid)
    neighbours(targets, paid).add(taken)
  }
  for (const { selling, buying } of ledger.allPairs()) join(buying, selling)
  for (const { assetA, assetB } of arePoolsOpen ? ledger.allPools() : []) {
    join(assetA, assetB)
    join(assetB, assetA)
  }
  const [sourceLists, targetLists] = [sources, targets].map(sorted)
  return {
    sourcesOf: (asset) => sourceLists?.get(asset) ?? [],
    targetsOf: (asset) => targetLists?.get(asset) ?? [],
    offers: (selling, buying) => ledger.book(selling, buying).offers(),
    reserves: (paid, taken) => {
      const pool = arePoolsOpen ? ledger.poolOf(paid, taken) : undefined
      if (pool === undefined) return undefined
      const { reserveA, reserveB } = pool
      return pool.assetA === paid
        ? { reserveIn: reserveA, reserveOut: reserveB }
        : { reserveIn: reserveB, reserveOut: reserveA }
    },
    chargesRejectedBook: chargesRejectedBook(ledgerVersion),
  }
}

function neighbours(map: Map<AssetId, Set<AssetId>>, asset: AssetId): Set<AssetId> {
  const known = map.get(asset) ?? new Set()
  map.set(asset, known)
  return known
}

/** In an order that does not depend on which market came first. */
function sorted(map: ReadonlyMap<AssetId, ReadonlySet<AssetId>>): ReadonlyMap<AssetId, readonly AssetId[]> {
  return new Map([...map].map(([asset, others]) => [asset, [...others].sort()]))
}

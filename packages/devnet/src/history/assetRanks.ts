import { assetKey } from '../ledger/assetKey.ts'
import type { AssetId } from '../ledger/entries.ts'

/**
 * The order in which assets first traded. Horizon turns a trade so that the asset with the smaller row number is the base, and numbers assets
 * as they first trade; those of one ledger in text order.
 */
export type AssetRanks = {
  /** Numbers the assets of a ledger's trades that are new. */
  add(assets: Iterable<AssetId>): void
  /** Undefined for an asset that never traded. */
  rank(asset: AssetId): number | undefined
  /** All of them, by their numbers. */
  all(): readonly AssetId[]
}

/** @param known - Assets that have numbers already. */
export function createAssetRanks(known: readonly AssetId[] = []): AssetRanks {
  const ranks = new Map<AssetId, number>(known.map((asset, number) => [asset, number]))
  return {
    add: (assets) => {
      const fresh = [...new Set(assets)].filter((asset) => !ranks.has(asset))
      fresh.sort((a, b) => (assetKey(a) < assetKey(b) ? -1 : 1))
      for (const asset of fresh) ranks.set(asset, ranks.size)
    },
    rank: (asset) => ranks.get(asset),
    all: () => [...ranks.keys()],
  }
}

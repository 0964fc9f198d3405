import type { AssetId, PoolEntry, PoolShareEntry } from './entries.ts'
import { NATIVE } from './entries.ts'
import { isIssuer, LedgerInvariantError, maintainsLiabilities } from './holdings.ts'
import { POOL_SHARE_RESERVES, releaseSubentry } from './reserves.ts'
import type { LedgerState } from './state.ts'

/** Why an account cannot hold shares of a pool. */
export type PoolShareRefusal = 'TRUST_LINE_MISSING' | 'NOT_AUTH_MAINTAIN_LIABILITIES'

/** A pool's two assets and its id, as a ChangeTrust names it. */
export type PoolParameters = Pick<PoolEntry, 'id' | 'assetA' | 'assetB'>

/**
 * Counts one more holder of a pool, and makes the pool for the first. Both assets' trustlines must keep liabilities, and cannot be closed from now on.
 *
 * @remarks stellar-core `ChangeTrustOpFrame::tryManagePoolOnNewTrustLine`.
 */
export function joinPool(state: LedgerState, accountId: string, pool: PoolParameters): PoolShareRefusal | undefined {
  for (const asset of [pool.assetA, pool.assetB]) {
    if (needsNoTrustline(accountId, asset)) continue
    const line = state.trustline(accountId, asset)
    if (line === undefined) return 'TRUST_LINE_MISSING'
    if (!maintainsLiabilities(line)) return 'NOT_AUTH_MAINTAIN_LIABILITIES'
    state.put({ ...line, poolUseCount: line.poolUseCount + 1, extension: 2 })
  }
  const known = state.pool(pool.id)
  const { ledgerSequence } = state.header
  if (known !== undefined) state.put({ ...known, trustlineCount: known.trustlineCount + 1n })
  else state.put({ ...emptyPool(pool), lastModifiedLedger: ledgerSequence })
  return undefined
}

/** Closes a pool-share trustline, whose reserve goes back to whoever paid it. The pool goes with its last holder. */
export function leavePool(state: LedgerState, share: PoolShareEntry): void {
  state.remove(share)
  releaseSubentry(state, share.accountId, share.sponsor, POOL_SHARE_RESERVES)
}

/** Counts a holder less. stellar-core `managePoolOnDeletedTrustLine`. */
export function countHolderOut(state: LedgerState, accountId: string, poolId: string): void {
  const pool = state.pool(poolId)
  if (pool === undefined) throw new LedgerInvariantError(`pool ${poolId}`)
  for (const asset of [pool.assetA, pool.assetB]) {
    if (needsNoTrustline(accountId, asset)) continue
    const line = state.trustline(accountId, asset)
    if (line === undefined) throw new LedgerInvariantError(`trustline of pool ${poolId}`)
    state.put({ ...line, poolUseCount: line.poolUseCount - 1 })
  }
  if (pool.trustlineCount === 1n) state.remove(pool)
  else state.put({ ...pool, trustlineCount: pool.trustlineCount - 1n })
}

function needsNoTrustline(accountId: string, asset: AssetId): boolean {
  return asset === NATIVE || isIssuer({ accountId, asset })
}

function emptyPool({ id, assetA, assetB }: PoolParameters): PoolEntry {
  return {
    type: 'pool',
    id,
    assetA,
    assetB,
    reserveA: 0n,
    reserveB: 0n,
    totalShares: 0n,
    trustlineCount: 1n,
    sponsor: undefined,
    lastModifiedLedger: 0,
  }
}

import { type AssetId, NATIVE, type PoolShareEntry, TRUSTLINE_CLAWBACK_ENABLED } from './entries.ts'
import { isIssuer, LedgerInvariantError } from './holdings.ts'
import { releaseLiabilities } from './offers.ts'
import { countHolderOut, leavePool } from './poolShares.ts'
import { releaseSubentry, reserveClaimableBalance } from './reserves.ts'
import type { LedgerState } from './state.ts'

/** The trustline that loses its authorization, and how the balances that are made of its pool shares are named. */
export type Revocation = {
  readonly trustor: string
  readonly asset: AssetId
  readonly balanceIdOf: (poolId: string, asset: AssetId) => string
}

/**
 * Takes every offer of a trustor in an asset off the books, and turns its shares of pools with that asset into claimable balances of its own.
 *
 * @remarks stellar-core `removeOffersAndPoolShareTrustLines` (CAP-29, CAP-38).
 * @returns Why a claimable balance could not be made; the caller rolls back.
 */
export function revokeHoldings(
  state: LedgerState,
  revocation: Revocation,
): 'lowReserve' | 'tooManySponsoring' | undefined {
  const { trustor, asset } = revocation
  for (const offer of state.offersOf(trustor)) {
    if (offer.selling !== asset && offer.buying !== asset) continue
    releaseLiabilities(state, offer)
    state.remove(offer)
    releaseSubentry(state, trustor, offer.sponsor)
  }
  for (const share of state.poolSharesOf(trustor)) {
    const pool = state.pool(share.poolId)
    if (pool === undefined || (pool.assetA !== asset && pool.assetB !== asset)) continue
    const refusal = redeem(state, share, revocation)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

/** Who paid the reserve of the shares, their sponsor or their owner, pays those of the balances. */
function redeem(
  state: LedgerState,
  share: PoolShareEntry,
  { trustor, balanceIdOf }: Revocation,
): 'lowReserve' | 'tooManySponsoring' | undefined {
  const pool = state.pool(share.poolId)
  if (pool === undefined) throw new LedgerInvariantError(`pool ${share.poolId}`)
  leavePool(state, share)
  if (share.balance > 0n) {
    const amountA = (share.balance * pool.reserveA) / pool.totalShares
    const amountB = (share.balance * pool.reserveB) / pool.totalShares
    for (const [asset, amount] of [
      [pool.assetA, amountA],
      [pool.assetB, amountB],
    ] as const) {
      if (amount === 0n || isIssuer({ accountId: trustor, asset })) continue
      const reserve = reserveClaimableBalance(state, share.sponsor ?? trustor, 1)
      if ('refusal' in reserve) return reserve.refusal === 'lowReserve' ? 'lowReserve' : 'tooManySponsoring'
      state.put({
        type: 'claimableBalance',
        id: balanceIdOf(pool.id, asset),
        claimants: [{ accountId: trustor, predicate: { type: 'unconditional' } }],
        asset,
        amount,
        clawbackEnabled: isClawbackEnabled(state, trustor, asset),
        sponsor: reserve.sponsor,
        lastModifiedLedger: state.header.ledgerSequence,
      })
    }
    state.put({
      ...pool,
      reserveA: pool.reserveA - amountA,
      reserveB: pool.reserveB - amountB,
      totalShares: pool.totalShares - share.balance,
    })
  }
  countHolderOut(state, trustor, pool.id)
  return undefined
}

/** Whether what a holder has of an asset can be clawed back by its issuer. */
export function isClawbackEnabled(state: LedgerState, accountId: string, asset: AssetId): boolean {
  if (asset === NATIVE) return false
  return ((state.trustline(accountId, asset)?.flags ?? 0) & TRUSTLINE_CLAWBACK_ENABLED) !== 0
}

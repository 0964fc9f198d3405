import { assetsEqual } from '@sdex/primitives'
import type { PoolShare } from '@sdex/transport'
import type { AssetBalance, BalancesState } from './types.ts'

/**
 * Whether two states are the same: account, ledger, reserve and every balance.
 *
 * @example
 * ```ts
 * balancesEqual(balancesOf(snapshot), balancesOf(snapshot)) // true
 * ```
 */
export function balancesEqual(a: BalancesState, b: BalancesState): boolean {
  return (
    a.accountId === b.accountId &&
    a.ledger === b.ledger &&
    a.minimumBalance === b.minimumBalance &&
    a.baseReserve === b.baseReserve &&
    a.assets.length === b.assets.length &&
    a.assets.every((balance, index) => balanceEquals(balance, b.assets[index])) &&
    a.poolShares.length === b.poolShares.length &&
    a.poolShares.every((share, index) => shareEquals(share, b.poolShares[index]))
  )
}

/** The amounts that the others follow from. */
function balanceEquals(a: AssetBalance, b: AssetBalance | undefined): boolean {
  return (
    b !== undefined &&
    assetsEqual(a.asset, b.asset) &&
    a.total === b.total &&
    a.lockedInOffers === b.lockedInOffers &&
    a.incomingFromOffers === b.incomingFromOffers &&
    a.limit === b.limit &&
    a.authorization === b.authorization
  )
}

function shareEquals(a: PoolShare, b: PoolShare | undefined): boolean {
  return a.poolId === b?.poolId && a.balance === b.balance && a.limit === b.limit
}

import { MAX_STROOPS, type Stroops } from '@sdex/primitives'
import { availableBalance, type Balance, receivableBalance } from './balances.ts'

/**
 * What an account holds of one asset. An issuer holds its own asset without limit and without an entry: it can always sell and buy more,
 * and offers reserve nothing on that side.
 */
export type Holding =
  | (Balance & { readonly type: 'native' /** In stroops. */; readonly minimumBalance: Stroops })
  | (Balance & {
      readonly type: 'trustline'
      readonly limit: Stroops
      /** `maintain` keeps offers that exist and trades them, but makes none. */
      readonly authorization: 'full' | 'maintain' | 'none'
    })
  | { readonly type: 'issuer' }

/**
 * What can be spent or newly offered of a holding; below 0 for an account under its reserve, all there can be for the issuer.
 *
 * @remarks stellar-core `getAvailableBalance`. Authorization is not looked at.
 * @returns Stroops.
 * @example
 * ```ts
 * availableOf({ type: 'native', balance: 100n, minimumBalance: 20n, sellingLiabilities: 5n, buyingLiabilities: 0n }) // 75n
 * ```
 */
export function availableOf(holding: Holding): Stroops {
  if (holding.type === 'issuer') return MAX_STROOPS
  return availableBalance(holding, holding.type === 'native' ? holding.minimumBalance : 0n)
}

/**
 * What can still be received of a holding's asset; all there can be for the issuer.
 *
 * @remarks stellar-core `getMaxAmountReceive`. Authorization is not looked at.
 * @returns Stroops.
 * @example
 * ```ts
 * receivableOf({ type: 'issuer' }) === MAX_STROOPS // true
 * ```
 */
export function receivableOf(holding: Holding): Stroops {
  if (holding.type === 'issuer') return MAX_STROOPS
  return receivableBalance(holding, holding.type === 'native' ? MAX_STROOPS : holding.limit)
}

/**
 * The most of an asset that an account's offers can sell.
 *
 * @remarks stellar-core `canSellAtMost`.
 * @param holding - Undefined when there is no trustline.
 * @returns Stroops, never below 0; for the issuer the largest amount there is.
 * @example
 * ```ts
 * canSellAtMost({ type: 'native', balance: 100n, minimumBalance: 200n, sellingLiabilities: 0n, buyingLiabilities: 0n }) // 0n
 * ```
 */
export function canSellAtMost(holding: Holding | undefined): Stroops {
  return trades(holding) ? atLeastZero(availableOf(holding)) : 0n
}

/**
 * The most of an asset that an account's offers can buy.
 *
 * @remarks stellar-core `canBuyAtMost`, which throws for a trustline without any authorization, since no offer can exist on one; here it is 0.
 * @param holding - Undefined when there is no trustline.
 * @returns Stroops, never below 0; for the issuer the largest amount there is.
 * @example
 * ```ts
 * canBuyAtMost({ type: 'issuer' }) === MAX_STROOPS // true
 * ```
 */
export function canBuyAtMost(holding: Holding | undefined): Stroops {
  return trades(holding) ? atLeastZero(receivableOf(holding)) : 0n
}

/** The holding after an amount came in, or went out when `change` is negative. An issuer's is never changed. */
export function changeBalance<H extends Holding | undefined>(holding: H, change: Stroops): H {
  if (holding === undefined || holding.type === 'issuer' || change === 0n) return holding
  return { ...holding, balance: holding.balance + change }
}

function trades(holding: Holding | undefined): holding is Holding {
  return holding !== undefined && !(holding.type === 'trustline' && holding.authorization === 'none')
}

function atLeastZero(amount: Stroops): Stroops {
  return amount > 0n ? amount : 0n
}

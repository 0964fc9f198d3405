import { availableOf, minimumBalance, receivableOf } from '@sdex/matching'
import { type Asset, assetsEqual, type Stroops } from '@sdex/primitives'
import type { Account, AccountSnapshot, Balance } from '@sdex/transport'
import { heldBy } from './holdingOf.ts'
import type { AssetBalance, BalancesState } from './types.ts'

/**
 * What an account owns, what is locked and what it can spend, of one ledger.
 *
 * @example
 * ```ts
 * const { assets, minimumBalance } = balancesOf({ ledger, closedAtMs, baseReserve, account })
 * ```
 */
export function balancesOf(snapshot: AccountSnapshot): BalancesState {
  const { ledger, baseReserve, account } = snapshot
  return {
    ledger,
    accountId: account.id,
    minimumBalance: minimumBalance(account, baseReserve),
    baseReserve,
    assets: account.balances.map((balance) => assetBalanceOf(account, balance, baseReserve)),
    poolShares: account.poolShares,
  }
}

/**
 * The balance of one asset.
 *
 * @returns Undefined when the account has no trustline for it, or issues it.
 * @example
 * ```ts
 * const xlm = balanceOf(state, XLM)?.spendable ?? 0n
 * ```
 */
export function balanceOf(state: BalancesState, asset: Asset): AssetBalance | undefined {
  return state.assets.find((balance) => assetsEqual(balance.asset, asset))
}

function assetBalanceOf(account: Account, balance: Balance, baseReserve: Stroops): AssetBalance {
  const held = heldBy(account, balance, baseReserve)
  const available = availableOf(held)
  const authorization = held.type === 'native' ? 'full' : held.authorization
  const authorized = authorization === 'full'
  return {
    asset: balance.asset,
    total: held.balance,
    lockedInOffers: held.sellingLiabilities,
    reserve: held.type === 'native' ? held.minimumBalance : 0n,
    spendable: authorized ? atLeastZero(available) : 0n,
    frozen: authorized ? 0n : atLeastZero(available),
    shortfall: atLeastZero(-available),
    receivable: authorized ? atLeastZero(receivableOf(held)) : 0n,
    incomingFromOffers: held.buyingLiabilities,
    limit: held.type === 'native' ? undefined : held.limit,
    authorized,
    authorization,
  }
}

function atLeastZero(amount: Stroops): Stroops {
  return amount > 0n ? amount : 0n
}

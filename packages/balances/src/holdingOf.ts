import { type Holding, minimumBalance } from '@sdex/matching'
import { type Asset, assetsEqual, MAX_STROOPS, type Stroops } from '@sdex/primitives'
import type { Account, Balance } from '@sdex/transport'

/**
 * What an account holds of an asset, in the shape that `@sdex/matching` previews orders with.
 *
 * @param baseReserve - Of the ledger header, in stroops.
 * @returns Undefined when the account has no trustline for it.
 * @example
 * ```ts
 * const holdings = { selling: holdingOf(account, XLM, baseReserve), buying: holdingOf(account, usd, baseReserve) }
 * previewOrder({ order, offers, account: account.id, holdings })
 * ```
 */
export function holdingOf(account: Account, asset: Asset, baseReserve: Stroops): Holding | undefined {
  if (asset.type === 'issued' && asset.issuer === account.id) return { type: 'issuer' }
  const held = account.balances.find((balance) => assetsEqual(balance.asset, asset))
  return held && heldBy(account, held, baseReserve)
}

/** A holding that has a balance. */
export type Held = Exclude<Holding, { readonly type: 'issuer' }>

/** One of an account's balances as a holding. */
export function heldBy(account: Account, held: Balance, baseReserve: Stroops): Held {
  const { balance, sellingLiabilities, buyingLiabilities } = held
  const amounts = { balance, sellingLiabilities, buyingLiabilities }
  if (held.asset.type === 'native') {
    return { type: 'native', ...amounts, minimumBalance: minimumBalance(account, baseReserve) }
  }
  return { type: 'trustline', ...amounts, limit: held.limit ?? MAX_STROOPS, authorization: authorizationOf(held) }
}

function authorizationOf(held: Balance): 'full' | 'maintain' | 'none' {
  if (held.authorized) return 'full'
  return held.authorizedToMaintainLiabilities ? 'maintain' : 'none'
}

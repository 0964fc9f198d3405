import { type Asset, assetsEqual, type Stroops } from '@sdex/primitives'
import type { LedgerView } from './types.ts'

/** What the account owns of the pair, what its open offers sell included. In stroops. */
export type Holdings = { readonly base: Stroops; readonly quote: Stroops }

/** The pair's two balances; 0 without a trustline. */
export function holdingsOf(view: LedgerView): Holdings {
  const balanceOf = (asset: Asset): Stroops =>
    view.account.balances.find((balance) => assetsEqual(balance.asset, asset))?.balance ?? 0n
  return { base: balanceOf(view.market.base), quote: balanceOf(view.market.quote) }
}

import type { OrderBookState } from '@sdex/order-book'
import type { Market, Price, Stroops } from '@sdex/primitives'
import type { Account, Offer } from '@sdex/transport'

export type Side = 'sell' | 'buy'

/** What the strategy wants to rest in the book. */
export type Quote = {
  readonly side: Side
  /** Units of quote per base, whichever the side. */
  readonly price: Price
  /** Base, in stroops. */
  readonly amount: Stroops
}

/** All that the strategy sees, of one ledger. */
export type LedgerView = {
  readonly ledger: number
  readonly closedAtMs: number
  readonly market: Market
  readonly book: OrderBookState
  readonly account: Account
  /** The account's own offers, of every market. */
  readonly offers: readonly Offer[]
  /** Stroops an entry of the ledger locks. */
  readonly baseReserve: Stroops
}

/** One step towards the targets; several form one transaction. */
export type Change =
  | ({ readonly type: 'place' } & Quote)
  | ({ readonly type: 'replace'; readonly offerId: bigint } & Quote)
  | { readonly type: 'cancel'; readonly offerId: bigint; readonly side: Side }

import type { Market, Price, Stroops } from '@sdex/primitives'

/** Which way an order trades its market's base. */
export type OrderSide = 'buy' | 'sell'

/** What an order asks for. */
export type OrderTerms = {
  readonly market: Market
  readonly side: OrderSide
  /** Units of quote for one unit of base, whichever the side; on the ledger as it stands here, not reduced. */
  readonly price: Price
  /** Base, in stroops; above 0. */
  readonly amount: Stroops
}

/** A new order: it takes what the book offers within its price, and rests with the remainder. */
export type PlaceOrder = { readonly type: 'place' } & OrderTerms

/**
 * New terms for an offer that rests. Its id and its seniority stay, its market and side have to. `amount` is what remains from then on:
 * what was traded in the meantime is not deducted.
 */
export type ReplaceOrder = { readonly type: 'replace'; readonly offerId: bigint } & OrderTerms

/** Takes an offer off the book. */
export type CancelOrder = { readonly type: 'cancel'; readonly offerId: bigint }

/** One operation of a batch. */
export type OrderChange = PlaceOrder | ReplaceOrder | CancelOrder

import type { Market, Price, Stroops } from '@sdex/primitives'
import type { Offer } from '@sdex/transport'
import type { OrderChange, OrderSide } from './orderChange.ts'

/** The open orders of one committed ledger. */
export type OrdersState = {
  readonly ledger: number
  /** Milliseconds since 1970. */
  readonly closedAtMs: number
  readonly offers: readonly OpenOrder[]
}

/** An own offer in its market's terms. */
export type OpenOrder = {
  readonly id: bigint
  /** One of the `markets` given at creation, or, of other assets, the market in which it sells base. */
  readonly market: Market
  readonly side: OrderSide
  /** Units of quote for one of base; the ledger's fraction, not reduced. */
  readonly price: Price
  /** Base in stroops: what is left to sell, or what it buys at most with the quote that is left in it. */
  readonly amount: Stroops
  /** As the ledger has it. */
  readonly offer: Offer
}

/** What is under way; not part of any ledger, so it counts on its own. */
export type PendingState = {
  /** Rises with each change of this state. */
  readonly revision: number
  /** Signed and sent, its end not proved yet. */
  readonly transaction: PendingTransaction | undefined
  /** Commands that wait for their turn. */
  readonly queued: number
}

/** A transaction that is out and may still be applied. */
export type PendingTransaction = {
  readonly hash: string
  /** The signed bytes, base64: sending them again is safe. */
  readonly envelopeXdr: string
  readonly sequence: bigint
  /** No ledger that closes after this can hold it; milliseconds since 1970. */
  readonly validUntilMs: number
  readonly changes: readonly OrderChange[]
  /** A server said that it has queued it. */
  readonly accepted: boolean
  /** Whoever sent it has left; it is resolved in the background. */
  readonly abandoned: boolean
  /** What went wrong the last time that its end was asked for. */
  readonly fault: string | undefined
}

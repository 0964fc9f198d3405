import type { Clock, Closeable, Market, Price, Status } from '@sdex/primitives'
import type { OrderBookSnapshot } from '@sdex/transport'
import type { Observable } from 'rxjs'

/** All offers at one price. */
export type PriceLevel = {
  /** Units of quote for one unit of base, on both sides of the book. */
  readonly price: Price
  /** In stroops of base. A sum over offers: it may exceed 64 bits. For a bid it is worked out from the quote amount, rounded down. */
  readonly baseAmount: bigint
  /** In stroops of quote. A sum as well. For an ask it is worked out from the base amount, rounded down. */
  readonly quoteAmount: bigint
}

/** The book of one market, both sides best first. */
export type OrderBookState = {
  readonly market: Market
  /** The ledger it is of; undefined where the source does not tell, as Horizon's stream. */
  readonly ledger: number | undefined
  readonly bids: readonly PriceLevel[]
  readonly asks: readonly PriceLevel[]
}

/** Port: where books come from. A `HorizonClient` is one, the connector's view of a ledger is another. */
export type OrderBookSource = {
  orderBookStream(market: Market): {
    /** Whole books, one after another; no value is kept for late subscribers. */
    readonly records$: Observable<OrderBookSnapshot>
    /** Replays the latest. */
    readonly status$: Observable<Status>
  }
}

/** Which book to follow. */
export type OrderBookOptions = {
  readonly market: Market
  /** How long the stream stays open after the last subscriber left, in ms. @defaultValue 1_000 */
  readonly lingerMs?: number | undefined
  /** @defaultValue `systemClock` */
  readonly clock?: Clock | undefined
}

/** One market's live book. */
export type OrderBook = Closeable & {
  readonly market: Market
  /**
   * Cold until the first subscriber, then shared; a later subscriber gets the latest book at once. Two equal books in a row are one. It keeps its
   * value while the stream is down, and completes on close.
   */
  readonly book$: Observable<OrderBookState>
  /** The stream's status, the latest at once; ends in `closed` on close. */
  readonly status$: Observable<Status>
}

import type { Market, Price } from '@sdex/primitives'
import type { CallOptions } from './requests.ts'

/** How much of a book. */
export type OrderBookOptions = CallOptions & {
  /** Levels a side, 1 to 200. @defaultValue 200 */
  readonly limit?: number | undefined
}

/** A book as Horizon tells it: best first, offers of one price summed. */
export type OrderBookSnapshot = {
  readonly market: Market
  /** `undefined` on streams, which do not tell it. */
  readonly ledger: number | undefined
  readonly bids: readonly BookRow[]
  readonly asks: readonly BookRow[]
}

/** A price level. Bid amounts are of the quote asset, ask amounts of base, in stroops; sums may exceed 64 bits. */
export type BookRow = { readonly price: Price; readonly amount: bigint }

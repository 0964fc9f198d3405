import { comparePrices, mulDiv } from '@sdex/primitives'
import type { BookRow, OrderBookSnapshot } from '@sdex/transport'
import type { OrderBookState, PriceLevel } from './types.ts'

/**
 * Horizon's order book as a state: both amounts of every level, both sides best first.
 *
 * @remarks On the wire an ask's amount is in base and a bid's in quote, what its owner sells. The other amount follows from the price, rounded
 * down as the ledger rounds what an offer will buy.
 * @example
 * ```ts
 * const { value } = await client.orderBook(market)
 * const book = parseOrderBook(value)
 * ```
 */
export function parseOrderBook(snapshot: OrderBookSnapshot): OrderBookState {
  return {
    market: snapshot.market,
    ledger: snapshot.ledger,
    bids: bestFirst(snapshot.bids.map(bidLevel), (a, b) => comparePrices(b.price, a.price)),
    asks: bestFirst(snapshot.asks.map(askLevel), (a, b) => comparePrices(a.price, b.price)),
  }
}

/** The level of a bid of `quoteAmount`. */
export function bidLevel({ price, amount: quoteAmount }: BookRow): PriceLevel {
  return { price, baseAmount: mulDiv(quoteAmount, BigInt(price.d), BigInt(price.n), 'down'), quoteAmount }
}

/** The level of an ask of `baseAmount`. */
export function askLevel({ price, amount: baseAmount }: BookRow): PriceLevel {
  return { price, baseAmount, quoteAmount: mulDiv(baseAmount, BigInt(price.n), BigInt(price.d), 'down') }
}

/** Horizon sends the best first; sorting what is sorted costs one pass, and a source of another kind may not. */
function bestFirst(levels: PriceLevel[], compare: (a: PriceLevel, b: PriceLevel) => number): readonly PriceLevel[] {
  return levels.sort(compare)
}

import { marketsEqual } from '@sdex/primitives'
import type { OrderBookState, PriceLevel } from './types.ts'

/**
 * Whether two states are the same: market, ledger and every level. An unchanged book of a later ledger is a new state, because it says more.
 *
 * @example
 * ```ts
 * orderBooksEqual(parseOrderBook(snapshot), parseOrderBook(snapshot)) // true
 * ```
 */
export function orderBooksEqual(a: OrderBookState, b: OrderBookState): boolean {
  if (a === b) return true
  return (
    a.ledger === b.ledger &&
    marketsEqual(a.market, b.market) &&
    levelsEqual(a.bids, b.bids) &&
    levelsEqual(a.asks, b.asks)
  )
}

function levelsEqual(a: readonly PriceLevel[], b: readonly PriceLevel[]): boolean {
  return a.length === b.length && a.every((level, index) => levelEquals(level, b[index]))
}

function levelEquals(a: PriceLevel, b: PriceLevel | undefined): boolean {
  return (
    b !== undefined &&
    a.price.n === b.price.n &&
    a.price.d === b.price.d &&
    a.baseAmount === b.baseAmount &&
    a.quoteAmount === b.quoteAmount
  )
}

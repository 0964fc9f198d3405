/**
 * Live order books of the Stellar decentralized exchange, and the questions one asks of a book.
 *
 * @packageDocumentation
 */
export { createOrderBook } from './createOrderBook.ts'
export { type Depth, type DepthQuery, depth } from './depth.ts'
export { orderBooksEqual } from './orderBooksEqual.ts'
export { parseOrderBook } from './parseOrderBook.ts'
export { type Quote, type QuoteQuery, quote, type TakerSide } from './quote.ts'
export { midRatio, spread } from './spread.ts'
export type { OrderBook, OrderBookOptions, OrderBookSource, OrderBookState, PriceLevel } from './types.ts'
export { withoutOwnOffers } from './withoutOwnOffers.ts'

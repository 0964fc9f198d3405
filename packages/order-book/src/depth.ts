import { compareRatios, type Price, type Ratio } from '@sdex/primitives'
import type { TakerSide } from './quote.ts'
import type { OrderBookState, PriceLevel } from './types.ts'

/** How far into the book to look. */
export type DepthQuery = {
  /** Who asks: a `buy` looks at the asks, a `sell` at the bids. */
  readonly side: TakerSide
  /** The worst price that counts, in units of quote per base: the highest for a buy, the lowest for a sell. */
  readonly limit: Price | Ratio
}

/** What rests within a price, in stroops. Sums: they may exceed 64 bits. */
export type Depth = { readonly baseAmount: bigint; readonly quoteAmount: bigint; readonly levelCount: number }

/**
 * What rests in the book up to a price, that price included.
 *
 * @example
 * ```ts
 * depth(book, { side: 'buy', limit: parsePrice('0.26') }).baseAmount
 * ```
 */
export function depth(book: OrderBookState, query: DepthQuery): Depth {
  const limit = toRatio(query.limit)
  const isWithin = (level: PriceLevel): boolean => {
    const order = compareRatios(toRatio(level.price), limit)
    return query.side === 'buy' ? order <= 0 : order >= 0
  }
  const levels = (query.side === 'buy' ? book.asks : book.bids).filter(isWithin)
  return {
    baseAmount: levels.reduce((sum, level) => sum + level.baseAmount, 0n),
    quoteAmount: levels.reduce((sum, level) => sum + level.quoteAmount, 0n),
    levelCount: levels.length,
  }
}

function toRatio(price: Price | Ratio): Ratio {
  return { n: BigInt(price.n), d: BigInt(price.d) }
}

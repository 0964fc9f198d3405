import { addRatios, createRatio, multiplyRatios, type Ratio, ratioFromPrice, subtractRatios } from '@sdex/primitives'
import type { OrderBookState } from './types.ts'

const half = createRatio(1n, 2n)

/**
 * The middle between the best bid and the best ask, exact, in units of quote per base.
 *
 * @returns Undefined when a side is empty.
 * @example
 * ```ts
 * const mid = midRatio(book)
 * if (mid !== undefined) console.log(formatRatio(mid, 7))
 * ```
 */
export function midRatio(book: OrderBookState): Ratio | undefined {
  const best = bestPrices(book)
  return best && multiplyRatios(addRatios(best.bid, best.ask), half)
}

/**
 * The best ask less the best bid, exact, in units of quote per base. Divided by {@link midRatio} it is the relative spread.
 *
 * @returns Undefined when a side is empty.
 * @example
 * ```ts
 * const [gap, mid] = [spread(book), midRatio(book)]
 * if (gap && mid) console.log(`${formatRatio(multiplyRatios(divideRatios(gap, mid), parseRatio('10000')), 1)} bps`)
 * ```
 */
export function spread(book: OrderBookState): Ratio | undefined {
  const best = bestPrices(book)
  return best && subtractRatios(best.ask, best.bid)
}

function bestPrices(book: OrderBookState): { readonly bid: Ratio; readonly ask: Ratio } | undefined {
  const [bid, ask] = [book.bids[0], book.asks[0]]
  if (bid === undefined || ask === undefined) return undefined
  return { bid: ratioFromPrice(bid.price), ask: ratioFromPrice(ask.price) }
}

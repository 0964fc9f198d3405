import {
  addRatios,
  compareRatios,
  createRatio,
  divideRatios,
  mulDiv,
  multiplyRatios,
  type Ratio,
  type Stroops,
  toPrice,
} from '@sdex/primitives'
import type { Config } from '../config/configSchema.ts'
import type { Holdings } from './holdings.ts'
import { inventorySkew } from './inventorySkew.ts'
import type { Quote } from './types.ts'

type Strategy = Config['strategy']

const one: Ratio = createRatio(1n, 1n)

/**
 * Kelp's `buysell`: asks at m(1+spread), bids at m/(1+spread), where m is the reference price with its offset.
 *
 * @returns Both sides, best first; asks are rounded up and bids down, so rounding never costs the bot.
 */
export function targetQuotes(strategy: Strategy, reference: Ratio, holdings: Holdings): readonly Quote[] {
  const centre = offsetPrice(strategy, reference)
  const levels = strategy.levels.toSorted((a, b) => compareRatios(a.spread, b.spread))
  const amounts = levels.map((level) => scale(strategy.amountOfBase, level.amount))
  const skew = inventorySkew(strategy.inventorySkew, { price: centre, holdings, amounts })
  const spreads = levels.map((level) => addRatios(one, level.spread))
  const quotes = (side: Quote['side'], multiplier: Ratio): Quote[] =>
    spreads.map((spread, index) => ({
      side,
      price:
        side === 'sell' ? toPrice(multiplyRatios(centre, spread), 'up') : toPrice(divideRatios(centre, spread), 'down'),
      amount: scale(amounts[index] ?? 0n, multiplier),
    }))
  return [...quotes('sell', skew.ask), ...quotes('buy', skew.bid)].filter((quote) => quote.amount > 0n)
}

function offsetPrice(strategy: Strategy, reference: Ratio): Ratio {
  const share = addRatios(one, strategy.rateOffsetPercent)
  return strategy.rateOffsetPercentFirst
    ? addRatios(multiplyRatios(reference, share), strategy.rateOffset)
    : multiplyRatios(addRatios(reference, strategy.rateOffset), share)
}

/** Amounts are floored: never more than what was asked for. */
function scale(amount: Stroops, factor: Ratio): Stroops {
  return mulDiv(amount, factor.n, factor.d, 'down')
}

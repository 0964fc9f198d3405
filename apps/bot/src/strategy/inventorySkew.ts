import {
  addRatios,
  compareRatios,
  createRatio,
  divideRatios,
  multiplyRatios,
  type Ratio,
  type Stroops,
  subtractRatios,
} from '@sdex/primitives'
import type { Holdings } from './holdings.ts'

/** What the amounts of either side are multiplied with, each from 0 to 2, together 2. */
export type Skew = { readonly bid: Ratio; readonly ask: Ratio }

type SkewOptions = { readonly target: Ratio; readonly range: Ratio }

const zero = createRatio(0n, 1n)
const one = createRatio(1n, 1n)
const two = createRatio(2n, 1n)

/**
 * Hummingbot's inventory skew: leans amounts towards the side that brings the base's share of the value back to `target`.
 *
 * @param options - Without them both sides keep their amounts.
 * @param state - `amounts` of one side's levels in base; twice their sum times `range` is the width of the lean.
 */
export function inventorySkew(
  options: SkewOptions | undefined,
  state: { readonly price: Ratio; readonly holdings: Holdings; readonly amounts: readonly Stroops[] },
): Skew {
  if (options === undefined) return { bid: one, ask: one }
  const baseValue = worth(state.holdings.base, state.price)
  const total = addRatios(baseValue, createRatio(state.holdings.quote, 1n))
  if (compareRatios(total, zero) <= 0) return { bid: zero, ask: zero }
  const target = multiplyRatios(total, options.target)
  const quotedBase = 2n * state.amounts.reduce((sum, amount) => sum + amount, 0n)
  const range = smaller(multiplyRatios(worth(quotedBase, state.price), options.range), divideRatios(total, two))
  const bid = bidMultiplier({ baseValue, target, range })
  return { bid, ask: subtractRatios(two, bid) }
}

function bidMultiplier(at: { readonly baseValue: Ratio; readonly target: Ratio; readonly range: Ratio }): Ratio {
  const { baseValue, target, range } = at
  if (compareRatios(baseValue, target) >= 0) {
    return subtractRatios(one, clamp01(divideRatios(subtractRatios(baseValue, target), range)))
  }
  const low = larger(subtractRatios(target, range), zero)
  return subtractRatios(two, clamp01(divideRatios(subtractRatios(baseValue, low), subtractRatios(target, low))))
}

function worth(base: Stroops, price: Ratio): Ratio {
  return multiplyRatios(createRatio(base, 1n), price)
}

function clamp01(ratio: Ratio): Ratio {
  return smaller(larger(ratio, zero), one)
}

function smaller(a: Ratio, b: Ratio): Ratio {
  return compareRatios(a, b) <= 0 ? a : b
}

function larger(a: Ratio, b: Ratio): Ratio {
  return compareRatios(a, b) >= 0 ? a : b
}

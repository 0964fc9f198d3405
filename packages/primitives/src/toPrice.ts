import { invalidPrice, MAX_PRICE_TERM, type Price } from './price.ts'
import { createRatio, parseRatio, type Ratio, reduceRatio } from './ratio.ts'

const DECIMALS = 10_000_000n
const LARGEST_TERM = BigInt(MAX_PRICE_TERM)

/**
 * The price nearest to a value on one side of it: first with 7 decimals, in lowest terms. Where that does not fit into 32-bit terms, or is
 * off by more than one part in 100,000, the closest fraction on that side that fits.
 *
 * @param value - Above 0.
 * @param rounding - `up` for an ask, `down` for a bid: then rounding never costs the maker.
 * @throws `InvalidPriceError` when the value is not above 0, or no price lies on that side.
 * @example
 * ```ts
 * toPrice('0.0987654321', 'up') // { n: 197531, d: 2000000 }
 * toPrice('0.0000012345678', 'down') // { n: 271, d: 219510018 }
 * ```
 */
export function toPrice(value: Ratio | string, rounding: 'up' | 'down'): Price {
  const exact = typeof value === 'object' ? reduceRatio(value) : parseRatio(value)
  if (exact.n <= 0n) throw invalidPrice(describe(exact))
  const rounded = roundToDecimals(exact, rounding)
  const price = fits(rounded) && isClose(rounded, exact) ? rounded : enclosingFractions(exact)[rounding]
  if (!fits(price)) throw invalidPrice(describe(exact))
  return { n: Number(price.n), d: Number(price.d) }
}

function roundToDecimals(exact: Ratio, rounding: 'up' | 'down'): Ratio {
  const scaled = exact.n * DECIMALS
  return createRatio(rounding === 'down' ? scaled / exact.d : (scaled + exact.d - 1n) / exact.d, DECIMALS)
}

/** Off by at most one part in 100,000. */
function isClose(rounded: Ratio, exact: Ratio): boolean {
  const difference = rounded.n * exact.d - exact.n * rounded.d
  return (difference < 0n ? -difference : difference) * 100_000n <= exact.n * rounded.d
}

/**
 * Walks the Stern-Brocot tree down to the two neighbouring fractions with 32-bit terms that enclose a value; both are the value itself
 * where that fits. Nothing that fits lies between them, since every fraction between two neighbours of the tree has terms at least as large
 * as the sums of theirs. Runs of steps in one direction are taken at once.
 */
function enclosingFractions(value: Ratio): { readonly down: Ratio; readonly up: Ratio } {
  let down: Ratio = { n: 0n, d: 1n }
  let up: Ratio = { n: 1n, d: 0n }
  for (;;) {
    const upBy = up.n * value.d - value.n * up.d
    const raised = advance(down, up, (value.n * down.d - down.n * value.d) / upBy)
    const downBy = value.n * raised.d - raised.n * value.d
    if (downBy === 0n) return { down: raised, up: raised }
    const lowered = advance(up, raised, upBy / downBy)
    if (lowered.n * value.d === value.n * lowered.d) return { down: lowered, up: lowered }
    if (raised === down && lowered === up) return { down, up }
    down = raised
    up = lowered
  }
}

/** Adds `by` to a fraction term by term, as often as wanted or until a term would leave 32 bits. */
function advance(from: Ratio, by: Ratio, wanted: bigint): Ratio {
  const count = atMost(atMost(wanted, from.n, by.n), from.d, by.d)
  return count === 0n ? from : { n: from.n + count * by.n, d: from.d + count * by.d }
}

/** How often, of the times wanted, `step` can be added to a term. */
function atMost(wanted: bigint, term: bigint, step: bigint): bigint {
  return step * wanted <= LARGEST_TERM - term ? wanted : (LARGEST_TERM - term) / step
}

function fits(ratio: Ratio): boolean {
  return ratio.n > 0n && ratio.d > 0n && ratio.n <= LARGEST_TERM && ratio.d <= LARGEST_TERM
}

function describe(ratio: Ratio): string {
  return `${ratio.n}/${ratio.d}`
}

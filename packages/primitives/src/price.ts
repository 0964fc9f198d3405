import { InvalidPriceError } from './errors.ts'
import { createRatio, parseRatio, type Ratio } from './ratio.ts'

/**
 * A price as the ledger keeps it: a fraction of two positive 32-bit integers, not necessarily in lowest terms. Units of the quote (or
 * bought) asset for one unit of the base (or sold) asset.
 */
export type Price = { readonly n: number; readonly d: number }

/** The largest term of a price: 2^31 - 1. */
export const MAX_PRICE_TERM = 2_147_483_647

/**
 * Makes a price and keeps the fraction as it is.
 *
 * @throws {@link InvalidPriceError} unless both terms are integers from 1 to {@link MAX_PRICE_TERM}.
 * @example
 * ```ts
 * createPrice(1, 4)
 * ```
 */
export function createPrice(n: number, d: number): Price {
  if (isTerm(n) && isTerm(d)) return { n, d }
  throw invalidPrice(`${n}/${d}`)
}

/**
 * Reads a decimal (`0.25`) or a fraction (`1/4`) without rounding. A decimal comes in lowest terms, a fraction as written.
 *
 * @throws {@link InvalidPriceError} when it has no exact form with 32-bit terms; {@link toPrice} rounds instead.
 * @example
 * ```ts
 * parsePrice('0.25') // { n: 1, d: 4 }
 * ```
 */
export function parsePrice(text: string): Price {
  const fraction = /^(\d{1,10})\/(\d{1,10})$/.exec(text)
  if (fraction !== null) return createPrice(Number(fraction[1]), Number(fraction[2]))
  const { n, d } = parseRatio(text)
  return createPrice(Number(n), Number(d))
}

/**
 * Compares exactly, as the ledger does when it tests a limit. Books are sorted by another rule: `matching` has `compareOffers`.
 *
 * @returns -1 when `a` is lower, 1 when it is higher, 0 when both are equal.
 * @example
 * ```ts
 * comparePrices({ n: 1, d: 4 }, { n: 2, d: 8 }) // 0
 * ```
 */
export function comparePrices(a: Price, b: Price): -1 | 0 | 1 {
  const left = a.n * b.d
  const right = b.n * a.d
  if (left <= Number.MAX_SAFE_INTEGER && right <= Number.MAX_SAFE_INTEGER) return order(left, right)
  return order(BigInt(a.n) * BigInt(b.d), BigInt(b.n) * BigInt(a.d))
}

/**
 * The price seen from the other side of the market.
 *
 * @example
 * ```ts
 * invertPrice({ n: 1, d: 4 }) // { n: 4, d: 1 }
 * ```
 */
export function invertPrice(price: Price): Price {
  return { n: price.d, d: price.n }
}

/**
 * The same price in lowest terms.
 *
 * @example
 * ```ts
 * reducePrice({ n: 2, d: 8 }) // { n: 1, d: 4 }
 * ```
 */
export function reducePrice(price: Price): Price {
  const { n, d } = ratioFromPrice(price)
  return { n: Number(n), d: Number(d) }
}

/**
 * The price as a ratio in lowest terms.
 *
 * @example
 * ```ts
 * ratioFromPrice({ n: 2, d: 8 }) // { n: 1n, d: 4n }
 * ```
 */
export function ratioFromPrice(price: Price): Ratio {
  return createRatio(BigInt(price.n), BigInt(price.d))
}

/**
 * The price with 7 decimals, rounded half away from zero, as Horizon shows it. For display: it can read `0.0000000`.
 *
 * @example
 * ```ts
 * formatPrice({ n: 1, d: 3 }) // '0.3333333'
 * ```
 */
export function formatPrice(price: Price): string {
  const rounded = (20_000_000n * BigInt(price.n) + BigInt(price.d)) / (2n * BigInt(price.d))
  return `${rounded / 10_000_000n}.${(rounded % 10_000_000n).toString().padStart(7, '0')}`
}

/**
 * The double n/d. It is the key by which the ledger sorts a book; apart from that it is for display and analytics.
 *
 * @example
 * ```ts
 * priceFloat({ n: 1, d: 4 }) // 0.25
 * ```
 */
export function priceFloat(price: Price): number {
  return price.n / price.d
}

/**
 * The price nearest to a value on one side of it: first with 7 decimals, in lowest terms. Where that does not fit into 32-bit terms, or is
 * off by more than one part in 100,000, the closest fraction on that side that fits.
 *
 * @param rounding - `up` for an ask, `down` for a bid: then rounding never costs the maker.
 * @throws {@link InvalidPriceError} when the value is not above 0, or no price lies on that side.
 * @example
 * ```ts
 * toPrice('0.0987654321', 'up') // { n: 197531, d: 2000000 }
 * ```
 */
export function toPrice(value: Ratio | string, rounding: 'up' | 'down'): Price {
  const exact = typeof value === 'string' ? parseRatio(value) : createRatio(value.n, value.d)
  if (exact.n <= 0n) throw invalidPrice(describe(exact))
  const scaled = exact.n * 10_000_000n
  const rounded = createRatio(rounding === 'down' ? scaled / exact.d : (scaled + exact.d - 1n) / exact.d, 10_000_000n)
  const price = fits(rounded) && isClose(rounded, exact) ? rounded : closestFraction(exact)[rounding]
  if (!fits(price)) throw invalidPrice(describe(exact))
  return { n: Number(price.n), d: Number(price.d) }
}

/** Off by at most one part in 100,000. */
function isClose(rounded: Ratio, exact: Ratio): boolean {
  const difference = rounded.n * exact.d - exact.n * rounded.d
  return (difference < 0n ? -difference : difference) * 100_000n <= exact.n * rounded.d
}

/**
 * Walks the Stern-Brocot tree to the fractions with 32-bit terms that enclose a value; every fraction between two neighbours of the
 * tree has larger terms than both. Runs of steps in one direction are taken at once.
 */
function closestFraction(value: Ratio): { readonly down: Ratio; readonly up: Ratio } {
  let down: Ratio = { n: 0n, d: 1n }
  let up: Ratio = { n: 1n, d: 0n }
  for (;;) {
    const belowBy = value.n * down.d - down.n * value.d
    const aboveBy = up.n * value.d - value.n * up.d
    if (belowBy === 0n) return { down, up: down }
    if (aboveBy === 0n) return { down: up, up }
    const raise = steps(down, up, belowBy / aboveBy)
    down = { n: down.n + raise * up.n, d: down.d + raise * up.d }
    const stillBelowBy = value.n * down.d - down.n * value.d
    if (stillBelowBy === 0n) return { down, up: down }
    const lower = steps(up, down, aboveBy / stillBelowBy)
    up = { n: up.n + lower * down.n, d: up.d + lower * down.d }
    if (raise === 0n && lower === 0n) return { down, up }
  }
}

/** How often `by` can be added to `from` before a term leaves 32 bits, at most `wanted` times. */
function steps(from: Ratio, by: Ratio, wanted: bigint): bigint {
  const room = [from.n, from.d].map((term, index) => {
    const step = index === 0 ? by.n : by.d
    return step === 0n ? wanted : (BigInt(MAX_PRICE_TERM) - term) / step
  })
  return room.reduce((least, count) => (count < least ? count : least), wanted)
}

function fits(ratio: Ratio): boolean {
  const largest = BigInt(MAX_PRICE_TERM)
  return ratio.n > 0n && ratio.d > 0n && ratio.n <= largest && ratio.d <= largest
}

function isTerm(term: number): boolean {
  return Number.isInteger(term) && term >= 1 && term <= MAX_PRICE_TERM
}

function order<T extends number | bigint>(left: T, right: T): -1 | 0 | 1 {
  if (left === right) return 0
  return left < right ? -1 : 1
}

function describe(ratio: Ratio): string {
  return `${ratio.n}/${ratio.d}`
}

function invalidPrice(input: string): InvalidPriceError {
  return new InvalidPriceError({
    message: `${JSON.stringify(input)} is not a price that the ledger can hold.`,
    remedy: 'Use a value above 0 whose fraction has terms up to 2147483647, or round it with toPrice.',
    input,
  })
}

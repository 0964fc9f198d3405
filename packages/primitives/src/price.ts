import { InvalidPriceError } from './errors.ts'
import { quoteInput } from './quoteInput.ts'
import { createRatio, parseRatio, type Ratio } from './ratio.ts'

/**
 * A price as the ledger keeps it: a fraction of two positive 32-bit integers, not necessarily in lowest terms. Units of the quote (or
 * bought) asset for one unit of the base (or sold) asset.
 */
export type Price = { readonly n: number; readonly d: number }

/** The largest term of a price: 2^31 - 1. */
export const MAX_PRICE_TERM: number = 2_147_483_647

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

const termsOf = /^(\d{1,10})\/(\d{1,10})$/

/**
 * Reads a decimal (`0.25`) or a fraction (`1/4`) without rounding. A decimal comes in lowest terms, a fraction as written.
 *
 * @throws {@link InvalidPriceError} when it has no exact form with 32-bit terms; `toPrice` rounds instead.
 * @example
 * ```ts
 * parsePrice('0.25') // { n: 1, d: 4 }
 * ```
 */
export function parsePrice(text: string): Price {
  const fraction = typeof text === 'string' ? termsOf.exec(text) : null
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

function isTerm(term: number): boolean {
  return Number.isInteger(term) && term >= 1 && term <= MAX_PRICE_TERM
}

function order<T extends number | bigint>(left: T, right: T): -1 | 0 | 1 {
  if (left === right) return 0
  return left < right ? -1 : 1
}

/** What every function that makes prices throws. */
export function invalidPrice(input: unknown): InvalidPriceError {
  return new InvalidPriceError({
    message: `${quoteInput(input)} is not a price that the ledger can hold.`,
    remedy: 'Use a value above 0 whose fraction has terms up to 2147483647, or round it with toPrice().',
    input,
  })
}

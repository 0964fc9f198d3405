import { InvalidOptionError, InvalidPriceError } from './errors.ts'
import { quoteInput } from './quoteInput.ts'

/**
 * An exact fraction of unbounded integers, `d > 0`. What was paid per unit in a trade, a mid price, a spread: values that need not be
 * prices that the ledger could store. Zero and negative values are legal.
 */
export type Ratio = { readonly n: bigint; readonly d: bigint }

/**
 * Makes a ratio in lowest terms, with a positive denominator.
 *
 * @throws {@link InvalidPriceError} when `d` is 0.
 * @example
 * ```ts
 * createRatio(2n, -4n) // { n: -1n, d: 2n }
 * ```
 */
export function createRatio(n: bigint, d: bigint): Ratio {
  if (d === 0n) throw invalidRatio(`${n}/${d}`)
  const divisor = greatestCommonDivisor(n < 0n ? -n : n, d < 0n ? -d : d) * (d < 0n ? -1n : 1n)
  return { n: n / divisor, d: d / divisor }
}

const decimal = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/

/**
 * Reads a decimal of up to 30 digits on either side of the point, exactly.
 *
 * @throws {@link InvalidPriceError} for anything else.
 * @example
 * ```ts
 * parseRatio('0.125') // { n: 1n, d: 8n }
 * ```
 */
export function parseRatio(text: string): Ratio {
  const match = typeof text === 'string' ? decimal.exec(text) : null
  if (match === null) throw invalidRatio(text)
  const [, sign = '', whole = '', decimals = ''] = match
  return createRatio(BigInt(`${sign}${whole}${decimals}`), 10n ** BigInt(decimals.length))
}

/**
 * The same ratio in lowest terms, with a positive denominator. Everything here gives ratios in lowest terms; this is for those that
 * came from elsewhere.
 *
 * @throws {@link InvalidPriceError} when `d` is 0.
 * @example
 * ```ts
 * reduceRatio({ n: 2n, d: 8n }) // { n: 1n, d: 4n }
 * ```
 */
export function reduceRatio(ratio: Ratio): Ratio {
  return createRatio(ratio.n, ratio.d)
}

/**
 * 1 divided by the ratio.
 *
 * @throws {@link InvalidPriceError} when it is 0.
 * @example
 * ```ts
 * invertRatio(parseRatio('0.25')) // { n: 4n, d: 1n }
 * ```
 */
export function invertRatio(ratio: Ratio): Ratio {
  return createRatio(ratio.d, ratio.n)
}

/**
 * The sum of two ratios.
 *
 * @example
 * ```ts
 * addRatios(parseRatio('0.5'), parseRatio('0.25')) // { n: 3n, d: 4n }
 * ```
 */
export function addRatios(a: Ratio, b: Ratio): Ratio {
  return createRatio(a.n * b.d + b.n * a.d, a.d * b.d)
}

/**
 * The first ratio less the second.
 *
 * @example
 * ```ts
 * subtractRatios(parseRatio('0.5'), parseRatio('0.25')) // { n: 1n, d: 4n }
 * ```
 */
export function subtractRatios(a: Ratio, b: Ratio): Ratio {
  return createRatio(a.n * b.d - b.n * a.d, a.d * b.d)
}

/**
 * The product of two ratios.
 *
 * @example
 * ```ts
 * multiplyRatios(parseRatio('0.5'), parseRatio('0.5')) // { n: 1n, d: 4n }
 * ```
 */
export function multiplyRatios(a: Ratio, b: Ratio): Ratio {
  return createRatio(a.n * b.n, a.d * b.d)
}

/**
 * The first ratio divided by the second.
 *
 * @throws {@link InvalidPriceError} when the second is 0.
 * @example
 * ```ts
 * divideRatios(parseRatio('1'), parseRatio('8')) // { n: 1n, d: 8n }
 * ```
 */
export function divideRatios(a: Ratio, b: Ratio): Ratio {
  return createRatio(a.n * b.d, a.d * b.n)
}

/**
 * Compares exactly.
 *
 * @returns -1 when `a` is smaller, 1 when it is larger, 0 when both are equal.
 * @example
 * ```ts
 * compareRatios(parseRatio('0.1'), parseRatio('0.2')) // -1
 * ```
 */
export function compareRatios(a: Ratio, b: Ratio): -1 | 0 | 1 {
  const left = a.n * b.d
  const right = b.n * a.d
  if (left === right) return 0
  return left < right ? -1 : 1
}

/**
 * A decimal text with a fixed number of decimals, rounded half away from zero: for display.
 *
 * @param decimals - How many, from 0 to 100.
 * @throws {@link InvalidOptionError} for another number of decimals.
 * @example
 * ```ts
 * formatRatio(parseRatio('0.125'), 2) // '0.13'
 * ```
 */
export function formatRatio(ratio: Ratio, decimals: number): string {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > 100) throw invalidDecimals(decimals)
  const scale = 10n ** BigInt(decimals)
  const magnitude = ratio.n < 0n ? -ratio.n : ratio.n
  const rounded = (2n * magnitude * scale + ratio.d) / (2n * ratio.d)
  const digits = decimals === 0 ? '' : `.${(rounded % scale).toString().padStart(decimals, '0')}`
  return `${ratio.n < 0n && rounded > 0n ? '-' : ''}${rounded / scale}${digits}`
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b]
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller]
  return larger
}

function invalidRatio(input: unknown): InvalidPriceError {
  return new InvalidPriceError({
    message: `${quoteInput(input)} is not a ratio.`,
    remedy: 'Write a decimal such as 0.25, or a fraction whose denominator is not 0.',
    input,
  })
}

function invalidDecimals(decimals: number): InvalidOptionError {
  const remedy = 'Pass a whole number from 0 to 100.'
  return new InvalidOptionError({ message: `${decimals} is no number of decimals.`, remedy, input: decimals })
}

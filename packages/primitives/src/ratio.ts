import type { Stroops } from './amount.ts'
import { InvalidPriceError } from './errors.ts'

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
  const match = decimal.exec(text)
  if (match === null) throw invalidRatio(text)
  const [, sign = '', whole = '', decimals = ''] = match
  return createRatio(BigInt(`${sign}${whole}${decimals}`), 10n ** BigInt(decimals.length))
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
 * The nearest double, for display and analytics only.
 *
 * @example
 * ```ts
 * ratioFloat(parseRatio('0.125')) // 0.125
 * ```
 */
export function ratioFloat(ratio: Ratio): number {
  // Both terms may be beyond a double's range or precision: 20 digits of the quotient are more than a double keeps.
  const scale = 10n ** 20n
  const whole = ratio.n / ratio.d
  const rest = ((ratio.n % ratio.d) * scale) / ratio.d
  return Number(whole) + Number(rest) / 1e20
}

/**
 * A decimal text with a fixed number of decimals, rounded half away from zero: for display.
 *
 * @example
 * ```ts
 * formatRatio(parseRatio('0.125'), 2) // '0.13'
 * ```
 */
export function formatRatio(ratio: Ratio, decimals: number): string {
  const scale = 10n ** BigInt(decimals)
  const magnitude = ratio.n < 0n ? -ratio.n : ratio.n
  const rounded = (2n * magnitude * scale + ratio.d) / (2n * ratio.d)
  const digits = decimals === 0 ? '' : `.${(rounded % scale).toString().padStart(decimals, '0')}`
  return `${ratio.n < 0n && rounded > 0n ? '-' : ''}${rounded / scale}${digits}`
}

/**
 * `a * b / c` on integers without overflow, rounded down or up.
 *
 * @param a - 0 or more, as `b`; `c` is above 0.
 * @example
 * ```ts
 * mulDiv(10n, 10n, 3n, 'up') // 34n
 * ```
 */
export function mulDiv(a: Stroops, b: bigint, c: bigint, rounding: 'down' | 'up'): bigint {
  const product = a * b
  return rounding === 'down' ? product / c : (product + c - 1n) / c
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b]
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller]
  return larger
}

function invalidRatio(input: string): InvalidPriceError {
  return new InvalidPriceError({
    message: `${JSON.stringify(input)} is not a ratio.`,
    remedy: 'Write a decimal such as 0.25, or a fraction whose denominator is not 0.',
    input,
  })
}

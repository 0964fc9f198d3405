/**
 * Numbers from decimal digits, without slices of text. Two thirds of what a parser of Horizon's bodies would spend go into `BigInt(text)`: a book
 * of 200 levels has 400 amounts.
 */

/** A `bigint` that is read out of memory costs a third of one that `BigInt(number)` makes. Written and read within one call, so nothing is kept in it. */
const words = new Uint32Array(2)
const bigints = new BigInt64Array(words.buffer)
const [LOW, HIGH] = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? [0, 1] : [1, 0]

const WORD = 4_294_967_296
const HALF_WORD = 65_536
const MAX_HIGH = 0x7fff_ffff

/** Digits that a double holds exactly, whatever they are. */
export const EXACT_DIGITS = 15

/** What the digits from `start` to `end` write, exact up to 15 of them; NaN where one of them is no digit. */
export function digits(text: string, start: number, end: number): number {
  let value = 0
  for (let at = start; at < end; at += 1) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

/** The same number as a `bigint`; whole, from 0 to 2^53. */
export function toBigint(value: number): bigint {
  words[LOW] = value
  words[HIGH] = value / WORD
  return bigints[0] ?? 0n
}

/**
 * `high * unit + low`, in 64 bits.
 *
 * @param high - Below 10^12.
 * @param unit - Below 2^30, `low` below it.
 * @returns `undefined` above 2^63 - 1.
 */
export function combine(high: number, unit: number, low: number): bigint | undefined {
  const highUpper = Math.floor(high / HALF_WORD)
  const highLower = high - highUpper * HALF_WORD // a remainder of doubles would take five times as long
  const upper = highUpper * unit // times 2^16
  const upperUpper = Math.floor(upper / HALF_WORD)
  const lower = highLower * unit + low + (upper - upperUpper * HALF_WORD) * HALF_WORD
  const highWord = upperUpper + Math.floor(lower / WORD)
  if (highWord > MAX_HIGH) return undefined
  words[LOW] = lower
  words[HIGH] = highWord
  return bigints[0]
}

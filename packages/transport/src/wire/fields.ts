import type { Stroops } from '@sdex/primitives'
import { combine, digits, EXACT_DIGITS, toBigint } from './digits.ts'
import { Misfit } from './misfit.ts'
import { MAX_SEEN, type Seen } from './seen.ts'

/**
 * What a body is made of. Each reads a value that was found at `path`, a dotted path from the object that the caller reads, and throws a `Misfit` that
 * names it. Parsers take members by their literal names (`fields['amount']`), which costs a tenth of taking them by a name in a variable.
 */

/** A JSON object that was not looked at yet. */
export type Fields = Readonly<Record<string, unknown>>

export function object(value: unknown, path = ''): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new Misfit('an object', path)
}

/** Reads every element of a list. */
export function list<Item>(value: unknown, path: string, read: (element: unknown) => Item): readonly Item[] {
  if (!Array.isArray(value)) throw new Misfit('a list', path)
  const elements: readonly unknown[] = value
  const items: Item[] = []
  try {
    for (let index = 0; index < elements.length; index += 1) items.push(read(elements[index]))
  } catch (error) {
    throw within(error, `${path}[${items.length}]`)
  }
  return items
}

/** Reads something that stands at `path`, so that a misfit in it names the whole way there. */
export function inside<Value>(path: string, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    throw within(error, path)
  }
}

function within(error: unknown, step: string): unknown {
  return error instanceof Misfit ? error.within(step) : error
}

/** A member that may be left out. */
export function optional<Value>(
  value: unknown,
  path: string,
  read: (value: unknown, path: string) => Value,
): Value | undefined {
  return value === undefined ? undefined : read(value, path)
}

export function text(value: unknown, path: string): string {
  if (typeof value === 'string') return value
  throw new Misfit('a text', path)
}

export function flag(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value
  throw new Misfit('true or false', path)
}

export function count(value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new Misfit('a whole number', path)
}

/** A count that Horizon writes as text. */
export function countText(value: unknown, path: string): number {
  const number = typeof value === 'string' && value !== '' ? digits(value, 0, value.length) : value
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number
  throw new Misfit('a whole number', path)
}

/** A number from 0 on that Horizon writes as text with decimals: for display, and no amount. */
export function decimal(value: unknown, path: string): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : Number.NaN
  if (number >= 0) return number
  throw new Misfit('a decimal as text', path)
}

const signed = /^-\d{1,19}$/
const NANO = 1_000_000_000
const MIN_INT64 = -(2n ** 63n)

/** A 64-bit number: text, or a JSON number as in bodies from before 2021. */
export function int64(value: unknown, path: string): bigint {
  const number = toInt64(value)
  if (number !== undefined) return number
  throw new Misfit('a 64-bit number', path)
}

/** A 64-bit number; `undefined` for anything else. */
export function toInt64(value: unknown): bigint | undefined {
  if (typeof value === 'string') return int64Of(value)
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined
}

function int64Of(value: string): bigint | undefined {
  const { length } = value
  if (length > 0 && length <= EXACT_DIGITS) {
    const number = digits(value, 0, length)
    if (number >= 0) return toBigint(number)
  } else if (length > EXACT_DIGITS && length <= 19) {
    const [high, low] = [digits(value, 0, length - 9), digits(value, length - 9, length)]
    if (high >= 0 && low >= 0) return combine(high, NANO, low)
  }
  if (!signed.test(value)) return undefined
  const number = BigInt(value)
  return number >= MIN_INT64 ? number : undefined
}

const amount = /^\d+\.\d{7}$/
const UNIT = 10_000_000

/** An amount in units with seven decimals, as stroops. Sums may exceed 64 bits. */
export function stroops(value: unknown, path: string): Stroops {
  if (typeof value === 'string') {
    const point = value.length - 8
    if (point > 0 && point <= 12 && value.charCodeAt(point) === 46) {
      const units = digits(value, 0, point)
      const decimals = digits(value, point + 1, value.length)
      if (point <= 8 && units >= 0 && decimals >= 0) return toBigint(units * UNIT + decimals)
      const sum = units >= 0 && decimals >= 0 ? combine(units, UNIT, decimals) : undefined
      if (sum !== undefined) return sum
    }
    if (amount.test(value)) return BigInt(value.slice(0, point) + value.slice(point + 1))
  }
  throw new Misfit('an amount with seven decimals', path)
}

/** Its checksum is not looked at: this is the hot path, and the server's database would not hold a wrong one. */
export function accountId(value: unknown, path: string, seen?: Seen): string {
  if (typeof value === 'string') {
    if (seen?.accounts.includes(value)) return value
    if (isAccountIdForm(value)) {
      if (seen !== undefined && seen.accounts.length < MAX_SEEN) seen.accounts.push(value)
      return value
    }
  }
  throw new Misfit('an account id', path)
}

/** 1 for the characters of base32. A regular expression takes twice as long, over 55 characters in every second member. */
const base32 = new Uint8Array(128)
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567') base32[character.charCodeAt(0)] = 1

function isAccountIdForm(value: string): boolean {
  if (value.length !== 56 || value.charCodeAt(0) !== 71) return false
  for (let at = 1; at < 56; at += 1) if (base32[value.charCodeAt(at)] !== 1) return false
  return true
}

/** Milliseconds since 1970. */
export function timeMs(value: unknown, path: string): number {
  const ms = typeof value === 'string' ? parseTime(value) : Number.NaN
  if (Number.isNaN(ms)) throw new Misfit('a time like 2026-01-02T03:04:05Z', path)
  return ms
}

/** Takes a third of the time of `Date.parse`. NaN for anything but Horizon's form. */
function parseTime(value: string): number {
  const isForm = value.length === 20 && value[4] === '-' && value[7] === '-' && value[10] === 'T'
  if (!isForm || value[13] !== ':' || value[16] !== ':' || value[19] !== 'Z') return Number.NaN
  const [year, month, day] = [digits(value, 0, 4), digits(value, 5, 7), digits(value, 8, 10)]
  const [hour, minute, second] = [digits(value, 11, 13), digits(value, 14, 16), digits(value, 17, 19)]
  if (year < 100) return Date.parse(value) // Date.UTC adds 1900 to it; a server without history tells the year 1
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return Number.NaN
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** Bytes that Horizon writes in base64. */
export function base64(value: unknown, path: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text(value, path)), (character) => character.charCodeAt(0))
  } catch {
    throw new Misfit('bytes in base64', path)
  }
}

import { createRatio, MAX_PRICE_TERM, type Price, type Ratio } from '@sdex/primitives'
import { toBigint } from './digits.ts'
import { object, toInt64 } from './fields.ts'
import { Misfit } from './misfit.ts'

/** A price of the ledger: two positive 32-bit numbers. */
export function price(value: unknown, path: string): Price {
  const fields = object(value, path)
  const n = term(fields['n'])
  const d = term(fields['d'])
  if (n > 0 && n <= MAX_PRICE_TERM && d > 0 && d <= MAX_PRICE_TERM) return { n, d }
  if (Number.isNaN(n)) throw new Misfit('a 64-bit number', `${path}.n`)
  if (Number.isNaN(d)) throw new Misfit('a 64-bit number', `${path}.d`)
  throw new Misfit('a price of two positive 32-bit numbers', path)
}

/** A number, or a text in bodies of other ages; NaN for anything else. */
function term(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : Number(toInt64(value))
}

/** A price of a trade, in lowest terms: two 64-bit numbers, zero among them where one side was rounded away. */
export function ratio(value: unknown, path: string): Ratio {
  const fields = object(value, path)
  const n = toInt64(fields['n'])
  const d = toInt64(fields['d'])
  if (n === undefined) throw new Misfit('a 64-bit number', `${path}.n`)
  if (d === undefined) throw new Misfit('a 64-bit number', `${path}.d`)
  if (n < 0n || d <= 0n) throw new Misfit('a fraction', path)
  return n <= MAX_SAFE && d <= MAX_SAFE ? reduceSmall(Number(n), Number(d)) : createRatio(n, d)
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER)

/** Divisions of doubles take a tenth of the time of those of bigints. */
function reduceSmall(n: number, d: number): Ratio {
  let [larger, smaller] = [n, d]
  while (smaller !== 0) {
    const rest = larger % smaller
    larger = smaller
    smaller = rest
  }
  return { n: toBigint(n / larger), d: toBigint(d / larger) }
}

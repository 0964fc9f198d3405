import { type Asset, createPrice, createRatio, type Price, type Ratio, type Stroops, XLM } from '@sdex/primitives'

/** A JSON object that was not looked at yet. */
export type Fields = Readonly<Record<string, unknown>>

/** What a body has in the wrong place. The path grows on the way out, so that reading a good body costs nothing for it. */
export class Misfit extends Error {
  override readonly name = 'Misfit'
  path = ''

  /** The same misfit, seen from the object or list that holds it. */
  within(step: string | number): this {
    const rest = this.path === '' || this.path.startsWith('[') ? this.path : `.${this.path}`
    this.path = typeof step === 'number' ? `[${step}]${rest}` : `${step}${rest}`
    return this
  }
}

/** Reads one member. */
export function member<Value>(fields: Fields, key: string, read: (value: unknown) => Value): Value {
  try {
    return read(fields[key])
  } catch (error) {
    throw error instanceof Misfit ? error.within(key) : error
  }
}

/** Reads one member that may be left out. */
export function optionalMember<Value>(fields: Fields, key: string, read: (value: unknown) => Value): Value | undefined {
  return fields[key] === undefined ? undefined : member(fields, key, read)
}

export function object(value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new Misfit('an object')
}

/** Reads every element of a list. */
export function listOf<Item>(read: (value: unknown) => Item): (value: unknown) => readonly Item[] {
  return (value) => {
    if (!Array.isArray(value)) throw new Misfit('a list')
    return value.map((item: unknown, index) => {
      try {
        return read(item)
      } catch (error) {
        throw error instanceof Misfit ? error.within(index) : error
      }
    })
  }
}

export function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw new Misfit('a text')
}

export function flag(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  throw new Misfit('true or false')
}

export function count(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new Misfit('a whole number')
}

/** A count that Horizon writes as text. */
export function countText(value: unknown): number {
  const number = int64(value)
  if (number >= 0n && number <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(number)
  throw new Misfit('a whole number')
}

const integer = /^-?\d{1,19}$/

/** A 64-bit number: text, or a JSON number as in bodies from before 2021. */
export function int64(value: unknown): bigint {
  if (typeof value === 'string' && integer.test(value)) return BigInt(value)
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  throw new Misfit('a 64-bit number')
}

const amount = /^\d+\.\d{7}$/

/** An amount in units with seven decimals, as stroops. Sums may exceed 64 bits. */
export function stroops(value: unknown): Stroops {
  if (typeof value !== 'string' || !amount.test(value)) throw new Misfit('an amount with seven decimals')
  return BigInt(value.slice(0, -8) + value.slice(-7))
}

/** Its checksum is not looked at: this is the hot path, and the server's database would not hold a wrong one. */
const accountIdForm = /^G[A-Z2-7]{55}$/

export function accountId(value: unknown): string {
  if (typeof value === 'string' && accountIdForm.test(value)) return value
  throw new Misfit('an account id')
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

/** Milliseconds since 1970. */
export function timeMs(value: unknown): number {
  const ms = typeof value === 'string' && time.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(ms)) throw new Misfit('a time like 2026-01-02T03:04:05Z')
  return ms
}

/** A price of the ledger: two positive 32-bit numbers. */
export function price(value: unknown): Price {
  const fields = object(value)
  const [n, d] = [Number(member(fields, 'n', int64)), Number(member(fields, 'd', int64))]
  try {
    return createPrice(n, d)
  } catch {
    throw new Misfit('a price of two positive 32-bit numbers')
  }
}

/** A price of a trade: two 64-bit numbers, zero among them where one side was rounded away. */
export function ratio(value: unknown): Ratio {
  const fields = object(value)
  const [n, d] = [member(fields, 'n', int64), member(fields, 'd', int64)]
  if (n < 0n || d <= 0n) throw new Misfit('a fraction')
  return createRatio(n, d)
}

const assetCode = /^[A-Za-z0-9]{1,12}$/

/** An asset from `asset_type`, `asset_code` and `asset_issuer`, whose names may begin with a prefix. */
export function asset(fields: Fields, prefix = ''): Asset {
  const type = member(fields, `${prefix}asset_type`, text)
  if (type === 'native') return XLM
  if (type !== 'credit_alphanum4' && type !== 'credit_alphanum12') {
    throw new Misfit('an asset type').within(`${prefix}asset_type`)
  }
  const code = member(fields, `${prefix}asset_code`, text)
  if (!assetCode.test(code)) throw new Misfit('an asset code').within(`${prefix}asset_code`)
  return { type: 'issued', code, issuer: member(fields, `${prefix}asset_issuer`, accountId) }
}

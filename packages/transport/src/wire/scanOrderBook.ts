import { MAX_PRICE_TERM, type Market } from '@sdex/primitives'
import type { BookRow, OrderBookSnapshot } from '../types/orderBook.ts'
import { combine, toBigint } from './digits.ts'

/**
 * Reads a book from its bytes in one go, where it is written as Horizon writes it, members in this order: compact in events of streams, indented by two
 * in answers. That takes half of `JSON.parse` and the parser after it, and leaves nothing but the book on the heap.
 *
 * @returns What the parser of any JSON would, or `undefined` for bytes of any other form, which that one has to judge.
 */
export function scanOrderBook(json: Uint8Array, market: Market): OrderBookSnapshot | undefined {
  const form = json[1] === NEWLINE ? INDENTED : COMPACT
  const bids: BookRow[] = []
  const asks: BookRow[] = []
  const bidsEnd = scanRows({ json, form, rows: bids }, skip(json, 0, form.bids))
  const asksEnd = scanRows({ json, form, rows: asks }, skip(json, bidsEnd, form.asks))
  const isWhole = isEnd(json, scanRest(json, form, asksEnd))
  return isWhole ? { market, ledger: undefined, bids, asks } : undefined
}

/** What stands between the values of a book. */
type Form = { readonly [Name in keyof typeof COMPACT_TEXTS]: Uint8Array }

const COMPACT_TEXTS = {
  bids: '{"bids":[',
  asks: ',"asks":[',
  n: '{"price_r":{"n":',
  d: ',"d":',
  price: '},"price":"',
  amount: '","amount":"',
  endOfRow: '"}',
  endOfRows: ']',
  base: ',"base":',
  counter: ',"counter":',
  native: '{"asset_type":"native"}',
  credit: '{"asset_type":"credit_alphanum',
  code: '","asset_code":"',
  issuer: '","asset_issuer":"',
  endOfAsset: '"}',
  end: '}',
}

const INDENTED_TEXTS: typeof COMPACT_TEXTS = {
  bids: '{\n  "bids": [',
  asks: ',\n  "asks": [',
  n: '\n    {\n      "price_r": {\n        "n": ',
  d: ',\n        "d": ',
  price: '\n      },\n      "price": "',
  amount: '",\n      "amount": "',
  endOfRow: '"\n    }',
  endOfRows: '\n  ]',
  base: ',\n  "base": ',
  counter: ',\n  "counter": ',
  native: '{\n    "asset_type": "native"\n  }',
  credit: '{\n    "asset_type": "credit_alphanum',
  code: '",\n    "asset_code": "',
  issuer: '",\n    "asset_issuer": "',
  endOfAsset: '"\n  }',
  end: '\n}',
}

const [COMPACT, INDENTED] = [formOf(COMPACT_TEXTS), formOf(INDENTED_TEXTS)]
const [NO, NEWLINE, COMMA, POINT, END_OF_LIST] = [-1, 10, 44, 46, 93]
const [UNIT, DECIMALS] = [10_000_000, 7]
/** Digits of units: up to 8 the stroops are exact in a double; above 12 they are beyond 64 bits, as sums may be. */
const [SMALL_UNITS, MAX_UNITS] = [8, 12]

function formOf(texts: typeof COMPACT_TEXTS): Form {
  const encoder = new TextEncoder()
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, encoder.encode(text)])) as Form
}

type Side = { readonly json: Uint8Array; readonly form: Form; readonly rows: BookRow[] }

/** Places are indices into the bytes; `NO` goes through every step, so that only the last one is looked at. */
function scanRows({ json, form, rows }: Side, start: number): number {
  let at = start
  if (at === NO || json[at] === END_OF_LIST) return at === NO ? NO : at + 1
  for (;;) {
    const nStart = skip(json, at, form.n)
    const nEnd = digitsEnd(json, nStart)
    const dStart = skip(json, nEnd, form.d)
    const dEnd = digitsEnd(json, dStart)
    const priceStart = skip(json, dEnd, form.price)
    const priceEnd = decimalEnd(json, priceStart)
    const unitsStart = skip(json, priceEnd, form.amount)
    const unitsEnd = digitsEnd(json, unitsStart)
    if (unitsEnd === NO || unitsEnd === unitsStart || json[unitsEnd] !== POINT) return NO
    const end = unitsEnd + 1 + DECIMALS
    if (digitsEnd(json, unitsEnd + 1) !== end) return NO
    const n = term(json, nStart, nEnd)
    const d = term(json, dStart, dEnd)
    const amount = stroops(json, unitsStart, unitsEnd)
    at = skip(json, end, form.endOfRow)
    if (at === NO || n === NO || d === NO || amount === undefined) return NO
    rows.push({ price: { n, d }, amount })
    if (json[at] !== COMMA) return skip(json, at, form.endOfRows)
    at += 1
  }
}

/** Behind what has to stand at a place. */
function skip(json: Uint8Array, at: number, expected: Uint8Array): number {
  if (at === NO) return NO
  for (let index = 0; index < expected.length; index += 1) {
    if (json[at + index] !== expected[index]) return NO
  }
  return at + expected.length
}

function digitsEnd(json: Uint8Array, start: number): number {
  if (start === NO) return NO
  let at = start
  for (let digit = digitAt(json, at); digit >= 0 && digit <= 9; digit = digitAt(json, at)) at += 1
  return at
}

/** Of anything but a digit it is none, of the end a negative number. */
function digitAt(json: Uint8Array, at: number): number {
  return (json[at] ?? 0) - 48
}

/** The price as a decimal is not read, but a quote or an escape in it would move its end. */
function decimalEnd(json: Uint8Array, start: number): number {
  const end = digitsEnd(json, start)
  return end !== NO && json[end] === POINT ? digitsEnd(json, end + 1) : end
}

/** A term of a price, or `NO`; JSON has no leading zeros. */
function term(json: Uint8Array, start: number, end: number): number {
  if (end - start > 10 || digitAt(json, start) === 0) return NO
  const value = number(json, start, end)
  return value > 0 && value <= MAX_PRICE_TERM ? value : NO
}

function stroops(json: Uint8Array, start: number, end: number): bigint | undefined {
  if (end - start > MAX_UNITS) return undefined
  const units = number(json, start, end)
  const decimals = number(json, end + 1, end + 1 + DECIMALS)
  return end - start <= SMALL_UNITS ? toBigint(units * UNIT + decimals) : combine(units, UNIT, decimals)
}

/** What was seen to be digits. */
function number(json: Uint8Array, start: number, end: number): number {
  let value = 0
  for (let at = start; at < end; at += 1) value = value * 10 + digitAt(json, at)
  return value
}

/** The assets, which nobody reads: the market is the one that was asked for. They have to be there whole. */
function scanRest(json: Uint8Array, form: Form, start: number): number {
  const base = scanAsset(json, form, skip(json, start, form.base))
  return skip(json, scanAsset(json, form, skip(json, base, form.counter)), form.end)
}

function scanAsset(json: Uint8Array, form: Form, start: number): number {
  const nativeEnd = skip(json, start, form.native)
  if (nativeEnd !== NO) return nativeEnd
  const typeEnd = skip(json, start, form.credit)
  const codeStart = skip(json, wordEnd(json, typeEnd), form.code)
  const issuerStart = skip(json, wordEnd(json, codeStart), form.issuer)
  return skip(json, wordEnd(json, issuerStart), form.endOfAsset)
}

/** Go ends an answer with a newline or without. */
function isEnd(json: Uint8Array, at: number): boolean {
  return at === json.length || (at === json.length - 1 && json[at] === NEWLINE)
}

/** Letters and digits. */
function wordEnd(json: Uint8Array, start: number): number {
  if (start === NO) return NO
  let at = start
  for (let byte = json[at] ?? 0; isWord(byte); byte = json[at] ?? 0) at += 1
  return at
}

function isWord(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)
}

import { MAX_PRICE_TERM, type Market } from '@sdex/primitives'
import type { BookRow, OrderBookSnapshot } from '../types/orderBook.ts'
import { combine, toBigint } from './digits.ts'

/**
 * Reads a book from the bytes of an event in one go, where it is written as Horizon writes it: compact, members in this order. That takes half of
 * `JSON.parse` and the parser after it, and leaves nothing but the book on the heap.
 *
 * @returns What the parser of any JSON would, or `undefined` for bytes of any other form, which that one has to judge.
 */
export function scanOrderBook(json: Uint8Array, market: Market): OrderBookSnapshot | undefined {
  const bids: BookRow[] = []
  const asks: BookRow[] = []
  const bidsEnd = scanRows(json, skip(json, 0, BIDS), bids)
  const asksEnd = scanRows(json, skip(json, bidsEnd, ASKS), asks)
  return scanRest(json, asksEnd) === json.length ? { market, ledger: undefined, bids, asks } : undefined
}

const [NO, COMMA, POINT, END_OF_LIST] = [-1, 44, 46, 93]
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const [BIDS, ASKS] = [bytes('{"bids":['), bytes(',"asks":[')]
const [N, D, END_OF_ROW] = [bytes('{"price_r":{"n":'), bytes(',"d":'), bytes('"}')]
const [BASE, COUNTER, END] = [bytes(',"base":'), bytes(',"counter":'), bytes('}')]
const [NATIVE, CREDIT] = [bytes('{"asset_type":"native"}'), bytes('{"asset_type":"credit_alphanum')]
const [CODE, ISSUER] = [bytes('","asset_code":"'), bytes('","asset_issuer":"')]
const [PRICE, AMOUNT] = [bytes('},"price":"'), bytes('","amount":"')]
const [UNIT, DECIMALS] = [10_000_000, 7]
/** Digits of units: up to 8 the stroops are exact in a double; above 12 they are beyond 64 bits, as sums may be. */
const [SMALL_UNITS, MAX_UNITS] = [8, 12]

/** Places are indices into the bytes; `NO` goes through every step, so that only the last one is looked at. */
function scanRows(json: Uint8Array, start: number, rows: BookRow[]): number {
  let at = start
  if (at === NO || json[at] === END_OF_LIST) return at === NO ? NO : at + 1
  for (;;) {
    const nStart = skip(json, at, N)
    const nEnd = digitsEnd(json, nStart)
    const dStart = skip(json, nEnd, D)
    const dEnd = digitsEnd(json, dStart)
    const priceStart = skip(json, dEnd, PRICE)
    const priceEnd = decimalEnd(json, priceStart)
    const unitsStart = skip(json, priceEnd, AMOUNT)
    const unitsEnd = digitsEnd(json, unitsStart)
    if (unitsEnd === NO || unitsEnd === unitsStart || json[unitsEnd] !== POINT) return NO
    const end = unitsEnd + 1 + DECIMALS
    if (digitsEnd(json, unitsEnd + 1) !== end) return NO
    const n = term(json, nStart, nEnd)
    const d = term(json, dStart, dEnd)
    const amount = stroops(json, unitsStart, unitsEnd)
    at = skip(json, end, END_OF_ROW)
    if (at === NO || n === NO || d === NO || amount === undefined) return NO
    rows.push({ price: { n, d }, amount })
    const next = json[at]
    at += 1
    if (next === END_OF_LIST) return at
    if (next !== COMMA) return NO
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

/** The assets, which nobody reads: the market is the one that was asked for. They have to be there whole, and nothing behind them. */
function scanRest(json: Uint8Array, start: number): number {
  const base = scanAsset(json, skip(json, start, BASE))
  return skip(json, scanAsset(json, skip(json, base, COUNTER)), END)
}

function scanAsset(json: Uint8Array, start: number): number {
  const nativeEnd = skip(json, start, NATIVE)
  if (nativeEnd !== NO) return nativeEnd
  const typeEnd = skip(json, start, CREDIT)
  const codeStart = skip(json, wordEnd(json, typeEnd), CODE)
  const issuerStart = skip(json, wordEnd(json, codeStart), ISSUER)
  return skip(json, wordEnd(json, issuerStart), END_OF_ROW)
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

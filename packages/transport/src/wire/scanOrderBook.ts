import { MAX_PRICE_TERM, type Market } from '@sdex/primitives'
import { decodeUtf8 } from '../decodeUtf8.ts'
import type { BookRow, OrderBookSnapshot } from '../types/orderBook.ts'
import { combine, toBigint } from './digits.ts'

/**
 * Reads a book from the bytes of an event in one go, where it is written as Horizon writes it: compact, members in this order. That takes a third of
 * `JSON.parse` and the parser after it, and leaves nothing but the book on the heap.
 *
 * @returns What the parser of any JSON would, or `undefined` for bytes of any other form, which that one has to judge.
 */
export function scanOrderBook(json: Uint8Array, market: Market): OrderBookSnapshot | undefined {
  const bids: BookRow[] = []
  const asks: BookRow[] = []
  const bidsEnd = scanRows(json, skip(json, 0, BIDS), bids)
  const asksEnd = scanRows(json, skip(json, bidsEnd, ASKS), asks)
  if (asksEnd === NO || json[asksEnd] !== COMMA || !isRest(`{${decodeUtf8(json.subarray(asksEnd + 1))}`))
    return undefined
  return { market, ledger: undefined, bids, asks }
}

const [NO, COMMA, POINT, END_OF_LIST] = [-1, 44, 46, 93]
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const [BIDS, ASKS] = [bytes('{"bids":['), bytes(',"asks":[')]
const [N, D, END_OF_ROW] = [bytes('{"price_r":{"n":'), bytes(',"d":'), bytes('"}')]
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

/** Whether what comes after the sides is JSON, and does not tell them once more. */
function isRest(json: string): boolean {
  try {
    const rest: unknown = JSON.parse(json)
    return typeof rest === 'object' && rest !== null && !('bids' in rest || 'asks' in rest)
  } catch {
    return false
  }
}

import { MAX_PRICE_TERM, type Market } from '@sdex/primitives'
import type { BookRow, OrderBookSnapshot } from '../types/orderBook.ts'
import { combine, toBigint } from './digits.ts'

/**
 * Reads a book from the text of an event in one go, where it is written as Horizon writes it: compact, members in this order. That takes a third of
 * `JSON.parse` and the parser after it, and leaves nothing but the book on the heap.
 *
 * @returns What the parser of any JSON would, or `undefined` for text of any other form, which that one has to judge.
 */
export function scanOrderBook(text: string, market: Market): OrderBookSnapshot | undefined {
  const bids: BookRow[] = []
  const asks: BookRow[] = []
  const bidsEnd = scanRows(text, skip(text, 0, BIDS), bids)
  const asksEnd = scanRows(text, skip(text, bidsEnd, ASKS), asks)
  if (asksEnd === NO || text.charCodeAt(asksEnd) !== COMMA || !isRest(`{${text.slice(asksEnd + 1)}`)) return undefined
  return { market, ledger: undefined, bids, asks }
}

const [NO, COMMA, POINT, END_OF_LIST] = [-1, 44, 46, 93]
const [BIDS, ASKS] = ['{"bids":[', ',"asks":[']
const [N, D, PRICE, AMOUNT, END_OF_ROW] = ['{"price_r":{"n":', ',"d":', '},"price":"', '","amount":"', '"}']
const [UNIT, DECIMALS] = [10_000_000, 7]
/** Digits of units: up to 8 the stroops are exact in a double; above 12 they are beyond 64 bits, as sums may be. */
const [SMALL_UNITS, MAX_UNITS] = [8, 12]

/** Places are indices into the text; `NO` goes through every step, so that only the last one is looked at. */
function scanRows(text: string, start: number, rows: BookRow[]): number {
  let at = start
  if (at === NO || text.charCodeAt(at) === END_OF_LIST) return at === NO ? NO : at + 1
  for (;;) {
    const nStart = skip(text, at, N)
    const nEnd = digitsEnd(text, nStart)
    const dStart = skip(text, nEnd, D)
    const dEnd = digitsEnd(text, dStart)
    const priceStart = skip(text, dEnd, PRICE)
    const priceEnd = decimalEnd(text, priceStart)
    const unitsStart = skip(text, priceEnd, AMOUNT)
    const unitsEnd = digitsEnd(text, unitsStart)
    if (unitsEnd === NO || unitsEnd === unitsStart || text.charCodeAt(unitsEnd) !== POINT) return NO
    const end = unitsEnd + 1 + DECIMALS
    if (digitsEnd(text, unitsEnd + 1) !== end) return NO
    const n = term(text, nStart, nEnd)
    const d = term(text, dStart, dEnd)
    const amount = stroops(text, unitsStart, unitsEnd)
    at = skip(text, end, END_OF_ROW)
    if (at === NO || n === NO || d === NO || amount === undefined) return NO
    rows.push({ price: { n, d }, amount })
    const next = text.charCodeAt(at)
    at += 1
    if (next === END_OF_LIST) return at
    if (next !== COMMA) return NO
  }
}

/** Behind what has to stand at a place. */
function skip(text: string, at: number, expected: string): number {
  if (at === NO) return NO
  for (let index = 0; index < expected.length; index += 1) {
    if (text.charCodeAt(at + index) !== expected.charCodeAt(index)) return NO
  }
  return at + expected.length
}

function digitsEnd(text: string, start: number): number {
  if (start === NO) return NO
  let at = start
  for (let code = text.charCodeAt(at); code >= 48 && code <= 57; code = text.charCodeAt(at)) at += 1
  return at
}

/** The price as a decimal is not read, but a quote or an escape in it would move its end. */
function decimalEnd(text: string, start: number): number {
  const end = digitsEnd(text, start)
  return end !== NO && text.charCodeAt(end) === POINT ? digitsEnd(text, end + 1) : end
}

/** A term of a price, or `NO`; JSON has no leading zeros. */
function term(text: string, start: number, end: number): number {
  if (end - start > 10 || text.charCodeAt(start) === 48) return NO
  const value = number(text, start, end)
  return value > 0 && value <= MAX_PRICE_TERM ? value : NO
}

function stroops(text: string, start: number, end: number): bigint | undefined {
  if (end - start > MAX_UNITS) return undefined
  const units = number(text, start, end)
  const decimals = number(text, end + 1, end + 1 + DECIMALS)
  return end - start <= SMALL_UNITS ? toBigint(units * UNIT + decimals) : combine(units, UNIT, decimals)
}

/** What was seen to be digits. */
function number(text: string, start: number, end: number): number {
  let value = 0
  for (let at = start; at < end; at += 1) value = value * 10 + text.charCodeAt(at) - 48
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

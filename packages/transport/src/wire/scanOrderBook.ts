import { MAX_PRICE_TERM, type Market } from '@sdex/primitives'
import type { BookRow, OrderBookSnapshot } from '../types/orderBook.ts'
import { type BookForm, COMPACT, INDENTED } from './bookForms.ts'
import { type ByteCursor, cursorOf, take, takeDigits, takeWord } from './byteCursor.ts'
import { combine, toBigint } from './digits.ts'

const [NEWLINE, COMMA, POINT, ZERO, END_OF_LIST] = [10, 44, 46, 48, 93]
const [UNIT, DECIMALS] = [10_000_000, 7]
/** Digits of units: up to 8 the stroops are exact in a double; above 12 they are beyond 64 bits, as sums may be. */
const [SMALL_UNITS, MAX_UNITS] = [8, 12]

/**
 * Reads a book from its bytes in one go, where it is written as Horizon writes it, members in this order: compact in events of streams, indented by two
 * in answers. That takes a third of `JSON.parse` and the parser after it, and leaves nothing but the book on the heap.
 *
 * @returns What the parser of any JSON would, or `undefined` for bytes of any other form, which that one has to judge.
 */
export function scanOrderBook(json: Uint8Array, market: Market): OrderBookSnapshot | undefined {
  const form = json[1] === NEWLINE ? INDENTED : COMPACT
  const cursor = cursorOf(json)
  if (!take(cursor, form.bids)) return undefined
  const bids = takeRows(cursor, form)
  if (bids === undefined || !take(cursor, form.asks)) return undefined
  const asks = takeRows(cursor, form)
  if (asks === undefined || !takeRest(cursor, form)) return undefined
  return { market, ledger: undefined, bids, asks }
}

function takeRows(cursor: ByteCursor, form: BookForm): BookRow[] | undefined {
  const { bytes } = cursor
  const rows: BookRow[] = []
  if (bytes[cursor.at] === END_OF_LIST) {
    cursor.at += 1
    return rows
  }
  for (;;) {
    const row = takeRow(cursor, form)
    if (row === undefined) return undefined
    rows.push(row)
    if (bytes[cursor.at] !== COMMA) return take(cursor, form.endOfRows) ? rows : undefined
    cursor.at += 1
  }
}

function takeRow(cursor: ByteCursor, form: BookForm): BookRow | undefined {
  if (!take(cursor, form.n)) return undefined
  const n = takeTerm(cursor)
  if (!take(cursor, form.d)) return undefined
  const d = takeTerm(cursor)
  if (!take(cursor, form.price)) return undefined
  skipDecimal(cursor)
  if (!take(cursor, form.amount)) return undefined
  const amount = takeStroops(cursor)
  const isRow = n !== undefined && d !== undefined && amount !== undefined && take(cursor, form.endOfRow)
  return isRow ? { price: { n, d }, amount } : undefined
}

/** A term of a price; JSON has no leading zeros. */
function takeTerm(cursor: ByteCursor): number | undefined {
  const isLeadingZero = cursor.bytes[cursor.at] === ZERO
  const value = takeDigits(cursor)
  return isLeadingZero || value === 0 || value > MAX_PRICE_TERM ? undefined : value
}

/** The price as a decimal is not read, but a quote or an escape in it would move its end. */
function skipDecimal(cursor: ByteCursor): void {
  takeDigits(cursor)
  if (cursor.bytes[cursor.at] !== POINT) return
  cursor.at += 1
  takeDigits(cursor)
}

function takeStroops(cursor: ByteCursor): bigint | undefined {
  const start = cursor.at
  const units = takeDigits(cursor)
  const point = cursor.at
  const unitsLength = point - start
  if (unitsLength === 0 || unitsLength > MAX_UNITS || cursor.bytes[point] !== POINT) return undefined
  cursor.at += 1
  const decimals = takeDigits(cursor)
  if (cursor.at !== point + 1 + DECIMALS) return undefined
  return unitsLength <= SMALL_UNITS ? toBigint(units * UNIT + decimals) : combine(units, UNIT, decimals)
}

/** The assets, which nobody reads: the market is the one that was asked for. They have to be there whole. */
function takeRest(cursor: ByteCursor, form: BookForm): boolean {
  const areAssets =
    take(cursor, form.base) && takeAsset(cursor, form) && take(cursor, form.counter) && takeAsset(cursor, form)
  return areAssets && take(cursor, form.end) && isEnd(cursor)
}

function takeAsset(cursor: ByteCursor, form: BookForm): boolean {
  if (take(cursor, form.native)) return true
  if (!take(cursor, form.credit)) return false
  takeWord(cursor)
  if (!take(cursor, form.code)) return false
  takeWord(cursor)
  if (!take(cursor, form.issuer)) return false
  takeWord(cursor)
  return take(cursor, form.endOfAsset)
}

/** Go ends an answer with a newline or without. */
function isEnd({ bytes, at }: ByteCursor): boolean {
  return at === bytes.length || (at === bytes.length - 1 && bytes[at] === NEWLINE)
}

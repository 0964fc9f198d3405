import { createMarket, XLM } from '@sdex/primitives'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BookRow, OrderBookSnapshot } from '../types/orderBook.ts'
import { createBookBytes } from './bookBytes.ts'

const market = createMarket(XLM, {
  type: 'issued',
  code: 'USD',
  issuer: `GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF`,
})
const bookBytes = createBookBytes()
const bookOf = (bids: readonly BookRow[], asks: readonly BookRow[]): OrderBookSnapshot => ({
  market,
  ledger: undefined,
  bids,
  asks,
})
const told = (book: OrderBookSnapshot): string => Buffer.from(bookBytes(book)).toString('hex')

// Few values, so that equal books come up, and those that differ in one bit.
const term = fc.constantFrom(1, 2, 2_147_483_647)
const amount = fc.constantFrom(1n, 2n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n, 2n ** 64n + 1n, 2n ** 65n)
const side = fc.array(fc.record({ price: fc.record({ n: term, d: term }), amount }), { maxLength: 2 })

test('property: the bytes of two books are equal if and only if their rows are', () => {
  fc.assert(
    fc.property(side, side, side, side, (bids, asks, otherBids, otherAsks) => {
      const areEqual = JSON.stringify(texts(bids, asks)) === JSON.stringify(texts(otherBids, otherAsks))
      return (told(bookOf(bids, asks)) === told(bookOf(otherBids, otherAsks))) === areEqual
    }),
    { numRuns: 5_000 },
  )
})

const texts = (...sides: readonly (readonly BookRow[])[]): unknown =>
  sides.map((rows) => rows.map((row) => [row.price.n, row.price.d, String(row.amount)]))

test('behavior: a row on the other side, or in another place, is another book', () => {
  const [one, other] = [
    { price: { n: 1, d: 2 }, amount: 3n },
    { price: { n: 1, d: 2 }, amount: 4n },
  ]
  expect(told(bookOf([one], []))).not.toBe(told(bookOf([], [one])))
  expect(told(bookOf([one, other], []))).not.toBe(told(bookOf([other, one], [])))
})

test('behavior: a book of more rows than Horizon sends is told whole', () => {
  const rows = Array.from({ length: 1_000 }, (_, index) => ({ price: { n: 1, d: index + 1 }, amount: 1n }))
  const last = { price: { n: 2, d: 1_000 }, amount: 1n }
  expect(told(bookOf(rows, []))).not.toBe(told(bookOf([...rows.slice(0, -1), last], [])))
  expect(bookBytes(bookOf(rows, [])).length).toBe(8 * 3_001)
})

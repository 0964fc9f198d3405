import { MAX_STROOPS } from '@sdex/primitives'
import { anyPrice } from '@sdex/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bookOf, market } from '../test/books.ts'
import { parseOrderBook } from './parseOrderBook.ts'

test('behavior: a bid comes in quote and an ask in base; the other amount follows from the price', () => {
  const book = bookOf({ ledger: 7, bids: [['6/25', '12']], asks: [['1/4', '10']] })
  expect(book).toEqual({
    market,
    ledger: 7,
    bids: [{ price: { n: 6, d: 25 }, baseAmount: 500_000_000n, quoteAmount: 120_000_000n }],
    asks: [{ price: { n: 1, d: 4 }, baseAmount: 100_000_000n, quoteAmount: 25_000_000n }],
  })
})

test('behavior: best first on both sides, in whatever order the source has them', () => {
  const book = bookOf({
    bids: [
      ['0.22', '1'],
      ['0.24', '1'],
      ['0.23', '1'],
    ], // prettier
    asks: [
      ['0.27', '1'],
      ['0.25', '1'],
      ['0.26', '1'],
    ],
  })
  expect(book.bids.map(({ price }) => price.n / price.d)).toEqual([0.24, 0.23, 0.22])
  expect(book.asks.map(({ price }) => price.n / price.d)).toEqual([0.25, 0.26, 0.27])
})

test('property: what was derived is the largest whole amount that the other one is worth, beyond 64 bits too', () => {
  const anySum = fc.bigInt(0n, MAX_STROOPS * 1_000n)
  fc.assert(
    fc.property(anyPrice, anySum, (price, amount) => {
      const rows = [{ price, amount }]
      const { bids, asks } = parseOrderBook({ market, ledger: undefined, bids: rows, asks: rows })
      const [n, d] = [BigInt(price.n), BigInt(price.d)]
      const [bid, ask] = [bids[0]?.baseAmount ?? -1n, asks[0]?.quoteAmount ?? -1n]
      expect(bid * n <= amount * d && (bid + 1n) * n > amount * d).toBe(true)
      expect(ask * d <= amount * n && (ask + 1n) * d > amount * n).toBe(true)
      expect([bids[0]?.quoteAmount, asks[0]?.baseAmount]).toEqual([amount, amount])
    }),
  )
})

test('behavior: the snapshot stays as it was', () => {
  const bids = Object.freeze([
    { price: { n: 1, d: 5 }, amount: 1n },
    { price: { n: 1, d: 4 }, amount: 1n },
  ])
  expect(parseOrderBook({ market, ledger: 1, bids, asks: [] }).bids.map(({ price }) => price.d)).toEqual([4, 5])
})

import { previewOrder } from '@sdex/matching'
import { createRatio, InvalidAmountError, invertPrice, MAX_STROOPS, type Price, parseAmount } from '@sdex/primitives'
import { accountIdOf, anySmallPrice } from '@sdex/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bookOf, market } from '../test/books.ts'
import { parseOrderBook } from './parseOrderBook.ts'
import { type QuoteQuery, quote } from './quote.ts'
import type { PriceLevel } from './types.ts'

const book = bookOf({
  bids: [
    ['0.24', '24'],
    ['0.2', '10'],
  ], // 100 and 50 XLM
  asks: [
    ['0.25', '100'],
    ['0.26', '50'],
  ], // 25 and 13 USD
})

test.each<{ query: QuoteQuery; status: 'filled' | 'tooThin'; base: string; quoted: string; levels: number }>([
  { query: { side: 'buy', baseAmount: parseAmount('100') }, status: 'filled', base: '100', quoted: '25', levels: 1 },
  { query: { side: 'buy', baseAmount: parseAmount('110') }, status: 'filled', base: '110', quoted: '27.6', levels: 2 },
  {
    query: { side: 'buy', quoteAmount: parseAmount('27.6') },
    status: 'filled',
    base: '110',
    quoted: '27.6',
    levels: 2,
  },
  { query: { side: 'buy', baseAmount: parseAmount('151') }, status: 'tooThin', base: '150', quoted: '38', levels: 2 },
  { query: { side: 'buy', quoteAmount: parseAmount('99') }, status: 'tooThin', base: '150', quoted: '38', levels: 2 },
  { query: { side: 'sell', baseAmount: parseAmount('110') }, status: 'filled', base: '110', quoted: '26', levels: 2 },
  { query: { side: 'sell', quoteAmount: parseAmount('26') }, status: 'filled', base: '110', quoted: '26', levels: 2 },
  { query: { side: 'sell', baseAmount: parseAmount('151') }, status: 'tooThin', base: '150', quoted: '34', levels: 2 },
  { query: { side: 'sell', quoteAmount: parseAmount('99') }, status: 'tooThin', base: '150', quoted: '34', levels: 2 },
])('behavior: $query.side for $base XLM and $quoted USD is $status', ({ query, status, base, quoted, levels }) => {
  const [baseAmount, quoteAmount] = [parseAmount(base), parseAmount(quoted)]
  const result = quote(book, query)
  expect(result).toMatchObject({ status, baseAmount, quoteAmount, levelCount: levels })
  expect(result.averagePrice).toEqual(createRatio(quoteAmount, baseAmount))
  expect(result.worstPrice).toEqual((query.side === 'buy' ? book.asks : book.bids)[levels - 1]?.price)
})

test('behavior: an empty side gives nothing', () => {
  expect(quote(bookOf({}), { side: 'buy', baseAmount: 1n })).toEqual({
    status: 'tooThin',
    baseAmount: 0n,
    quoteAmount: 0n,
    averagePrice: undefined,
    worstPrice: undefined,
    levelCount: 0,
  })
})

test('behavior: a level beyond 64 bits is one level, in base or only in what it is worth', () => {
  const [sum, price] = [3n * MAX_STROOPS, { n: 1_000, d: 1 }]
  const huge = parseOrderBook({ market, ledger: 1, bids: [], asks: [{ price, amount: sum }] })
  expect(quote(huge, { side: 'buy', baseAmount: 2n * MAX_STROOPS })).toMatchObject({
    status: 'filled',
    baseAmount: 2n * MAX_STROOPS,
    quoteAmount: 2_000n * MAX_STROOPS,
    levelCount: 1,
  })
  expect(quote(huge, { side: 'buy', baseAmount: 4n * MAX_STROOPS })).toMatchObject({
    status: 'tooThin',
    baseAmount: sum,
  })
})

test.each([0n, -1n])('error: %s stroops is no size', (size) => {
  expect(() => quote(book, { side: 'buy', baseAmount: size })).toThrow(InvalidAmountError)
  expect(() => quote(book, { side: 'sell', quoteAmount: size })).toThrow(InvalidAmountError)
})

const anyRows = fc.array(fc.record({ price: anySmallPrice, amount: fc.bigInt(1n, 10_000n) }), {
  minLength: 1,
  maxLength: 8,
})
const anySize = fc.bigInt(1n, 20_000n)

/** The levels as the offers that the ledger would have. */
function offersOf(levels: readonly PriceLevel[], side: 'buy' | 'sell') {
  const seller = accountIdOf('maker')
  return levels.map(({ price, baseAmount, quoteAmount }) =>
    side === 'buy' ? { price, amount: baseAmount, seller } : { price: invertPrice(price), amount: quoteAmount, seller },
  )
}

test('property: what is quoted is what an order of this size, at the worst price, trades on the ledger', () => {
  fc.assert(
    fc.property(anyRows, anySize, fc.constantFrom('buy', 'sell'), fc.boolean(), (rows, size, side, isBase) => {
      const state = parseOrderBook({ market, ledger: 1, bids: rows, asks: rows })
      const quoted = quote(state, isBase ? { side, baseAmount: size } : { side, quoteAmount: size })
      const offers = offersOf(side === 'buy' ? state.asks : state.bids, side)
      const worst = quoted.worstPrice ?? { n: 1, d: 1 }
      // A size of what is bought is a buy order; its price, and that of a sell order, is per unit of what the amount counts.
      const type = (side === 'buy') === isBase ? 'buy' : 'sell'
      const price: Price = isBase ? worst : invertPrice(worst)
      const preview = previewOrder({ order: { type, amount: size, price }, offers })
      const [bought, sold] =
        side === 'buy' ? [quoted.baseAmount, quoted.quoteAmount] : [quoted.quoteAmount, quoted.baseAmount]
      expect(preview).toMatchObject({ type: 'placed', bought, sold })
    }),
    { numRuns: 500 },
  )
})

test('property: nothing gives more than was asked, and of two sizes that are filled whole the larger never costs less', () => {
  fc.assert(
    fc.property(anyRows, anySize, anySize, (rows, one, other) => {
      const state = parseOrderBook({ market, ledger: 1, bids: [], asks: rows })
      const [small, large] = one < other ? [one, other] : [other, one]
      const [less, more] = [small, large].map((baseAmount) => quote(state, { side: 'buy', baseAmount }))
      if (less === undefined || more === undefined) throw new TypeError('two quotes')
      expect(less.baseAmount <= small && more.baseAmount <= large).toBe(true)
      // The ledger gives nothing where rounding would cost a side more than 1 %, so 4 stroops at 3/4 cost 3 and 6 are not to be had.
      if (less.baseAmount < small || more.baseAmount < large) return
      expect(less.quoteAmount <= more.quoteAmount).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})

import { createRatio, multiplyRatios, parsePrice } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { bookOf } from '../test/books.ts'
import { depth } from './depth.ts'
import { midRatio } from './spread.ts'

const book = bookOf({
  bids: [
    ['0.24', '24'],
    ['0.2', '10'],
  ],
  asks: [
    ['0.25', '100'],
    ['0.26', '50'],
    ['0.3', '1000'],
  ],
})

test('behavior: a buy counts the asks up to a price, that price included', () => {
  expect(depth(book, { side: 'buy', limit: parsePrice('0.26') })).toEqual({
    baseAmount: 1_500_000_000n,
    quoteAmount: 380_000_000n,
    levelCount: 2,
  })
})

test('behavior: a sell counts the bids down to a price, that price included', () => {
  expect(depth(book, { side: 'sell', limit: parsePrice('0.24') })).toEqual({
    baseAmount: 1_000_000_000n,
    quoteAmount: 240_000_000n,
    levelCount: 1,
  })
})

test('behavior: the limit may be any ratio, such as 3 % above the mid', () => {
  const mid = midRatio(book) ?? createRatio(0n, 1n)
  expect(depth(book, { side: 'buy', limit: multiplyRatios(mid, createRatio(103n, 100n)) }).levelCount).toBe(1)
})

test('behavior: nothing rests within a price that is better than the best', () => {
  expect(depth(book, { side: 'buy', limit: parsePrice('0.2499999') }).levelCount).toBe(0)
})

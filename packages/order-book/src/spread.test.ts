import { expect, test } from 'vitest'
import { bookOf } from '../test/books.ts'
import { midRatio, spread } from './spread.ts'

test('behavior: mid and spread are exact', () => {
  const book = bookOf({ bids: [['1/3', '1']], asks: [['0.4', '1']] })
  expect([midRatio(book), spread(book)]).toEqual([
    { n: 11n, d: 30n },
    { n: 1n, d: 15n },
  ])
})

test.each([{ bids: [['0.3', '1']] as const }, { asks: [['0.3', '1']] as const }, {}])(
  'behavior: there is neither when a side is empty',
  (rows) => {
    expect([midRatio(bookOf(rows)), spread(bookOf(rows))]).toEqual([undefined, undefined])
  },
)

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { price } from '../test/arbitraries.ts'
import { InvalidPriceError } from './errors.ts'
import {
  comparePrices,
  createPrice,
  formatPrice,
  invertPrice,
  MAX_PRICE_TERM,
  parsePrice,
  priceFloat,
  ratioFromPrice,
  reducePrice,
} from './price.ts'
import { compareRatios } from './ratio.ts'

describe('createPrice', () => {
  test('behavior: keeps the fraction as it is', () => {
    expect(createPrice(2, 8)).toEqual({ n: 2, d: 8 })
    expect(createPrice(1, MAX_PRICE_TERM)).toEqual({ n: 1, d: MAX_PRICE_TERM })
  })

  test.each([
    [0, 1],
    [1, 0],
    [-1, 1],
    [0.5, 1],
    [MAX_PRICE_TERM + 1, 1],
    [1, Number.NaN],
    [Number.POSITIVE_INFINITY, 1],
  ])('error: %d/%d is none', (n, d) => {
    expect(() => createPrice(n, d)).toThrow(InvalidPriceError)
  })
})

describe('parsePrice', () => {
  test.each([
    ['0.25', { n: 1, d: 4 }],
    ['2', { n: 2, d: 1 }],
    ['2/8', { n: 2, d: 8 }],
    ['0.0000001', { n: 1, d: 10_000_000 }],
    ['2147483647/2147483646', { n: 2147483647, d: 2147483646 }],
  ])('behavior: reads %s exactly', (text, expected) => {
    expect(parsePrice(text)).toEqual(expected)
  })

  test.each([
    '',
    '0',
    '0/1',
    '1/0',
    '-1',
    '1/-2',
    '1/2/3',
    ' 1/2',
    '1e3',
    'NaN',
    '2147483648',
    '0.3333333333',
    '1/2147483648',
  ])('error: %j has no exact form', (text) => {
    expect(() => parsePrice(text)).toThrow(InvalidPriceError)
  })

  test('error: numbers are refused', () => {
    expect(() => parsePrice(0.25 as unknown as string)).toThrow(InvalidPriceError)
  })
})

describe('comparing and converting', () => {
  test('behavior: tells apart fractions whose doubles are equal', () => {
    const a = { n: 2147483646, d: 2147483645 }
    const b = { n: 2147483647, d: 2147483646 }
    expect(priceFloat(a)).toBe(priceFloat(b))
    expect(comparePrices(a, b)).toBe(1)
  })

  test('property: compares as the exact fractions do', () => {
    fc.assert(
      fc.property(price, price, (a, b) => {
        expect(comparePrices(a, b)).toBe(compareRatios(ratioFromPrice(a), ratioFromPrice(b)))
        expect(comparePrices(a, b)).toBe(comparePrices(invertPrice(b), invertPrice(a)))
      }),
    )
  })

  test('property: reducing keeps the value and never enlarges a term', () => {
    fc.assert(
      fc.property(price, (any) => {
        const reduced = reducePrice(any)
        expect(comparePrices(reduced, any)).toBe(0)
        expect(reduced.n <= any.n && reduced.d <= any.d).toBe(true)
      }),
    )
  })

  test.each([
    [{ n: 1, d: 3 }, '0.3333333'],
    [{ n: 2, d: 3 }, '0.6666667'],
    [{ n: 1, d: 20_000_000 }, '0.0000001'],
    [{ n: 1, d: 20_000_001 }, '0.0000000'],
    [{ n: MAX_PRICE_TERM, d: 1 }, '2147483647.0000000'],
  ])('behavior: %o is shown with 7 decimals, half away from zero', (any, expected) => {
    expect(formatPrice(any)).toBe(expected)
  })
})

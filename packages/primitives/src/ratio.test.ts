import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ratio } from '../test/arbitraries.ts'
import { InvalidOptionError, InvalidPriceError } from './errors.ts'
import {
  addRatios,
  compareRatios,
  createRatio,
  divideRatios,
  formatRatio,
  invertRatio,
  multiplyRatios,
  parseRatio,
  reduceRatio,
  subtractRatios,
} from './ratio.ts'

const zero = createRatio(0n, 1n)

describe('making ratios', () => {
  test('behavior: lowest terms, positive denominator', () => {
    expect(createRatio(2n, -4n)).toEqual({ n: -1n, d: 2n })
    expect(createRatio(0n, -5n)).toEqual({ n: 0n, d: 1n })
    expect(reduceRatio({ n: 6n, d: 4n })).toEqual({ n: 3n, d: 2n })
  })

  test('error: 0 divides nothing', () => {
    expect(() => createRatio(1n, 0n)).toThrow(InvalidPriceError)
    expect(() => invertRatio(zero)).toThrow(InvalidPriceError)
    expect(() => divideRatios(createRatio(1n, 2n), zero)).toThrow(InvalidPriceError)
  })

  test.each(['', '.', '1.', '.1', '1e3', '1/2', 'NaN', '--1', '1'.repeat(31)])('error: %j is no decimal', (text) => {
    expect(() => parseRatio(text)).toThrow(InvalidPriceError)
  })

  test('behavior: decimals are read exactly', () => {
    expect(parseRatio('-0.125')).toEqual({ n: -1n, d: 8n })
    expect(parseRatio('0.000000000000000000000000000001')).toEqual({ n: 1n, d: 10n ** 30n })
  })
})

describe('arithmetic', () => {
  test('property: subtraction undoes addition, division undoes multiplication', () => {
    fc.assert(
      fc.property(ratio, ratio, (a, b) => {
        expect(subtractRatios(addRatios(a, b), b)).toEqual(reduceRatio(a))
        if (b.n !== 0n) expect(divideRatios(multiplyRatios(a, b), b)).toEqual(reduceRatio(a))
      }),
    )
  })

  test('property: the order is that of the difference, and inverting a positive ratio turns it', () => {
    fc.assert(
      fc.property(ratio, ratio, (a, b) => {
        expect(compareRatios(a, b)).toBe(compareRatios(subtractRatios(a, b), zero))
        if (a.n > 0n && b.n > 0n) expect(compareRatios(invertRatio(b), invertRatio(a))).toBe(compareRatios(a, b))
      }),
    )
  })
})

describe('formatRatio', () => {
  test.each([
    ['0.125', 2, '0.13'],
    ['-0.125', 2, '-0.13'],
    ['-0.001', 2, '0.00'],
    ['12.5', 0, '13'],
    ['1234', 3, '1234.000'],
  ])('behavior: %s with %i decimals', (text, decimals, expected) => {
    expect(formatRatio(parseRatio(text), decimals)).toBe(expected)
  })

  test.each([-1, 1.5, 101, Number.NaN])('error: %d is no number of decimals', (decimals) => {
    expect(() => formatRatio(zero, decimals)).toThrow(InvalidOptionError)
  })

  test('property: is off by at most half of the last decimal', () => {
    fc.assert(
      fc.property(ratio, fc.nat(9), (any, decimals) => {
        const error = subtractRatios(parseRatio(formatRatio({ ...any, n: any.n % 10n ** 20n }, decimals)), {
          ...any,
          n: any.n % 10n ** 20n,
        })
        const half = createRatio(1n, 2n * 10n ** BigInt(decimals))
        expect(compareRatios(createRatio(error.n < 0n ? -error.n : error.n, error.d), half)).toBeLessThanOrEqual(0)
      }),
    )
  })
})

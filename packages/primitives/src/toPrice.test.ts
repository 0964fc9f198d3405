import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InvalidPriceError } from './errors.ts'
import { MAX_PRICE_TERM, type Price, ratioFromPrice } from './price.ts'
import { compareRatios, createRatio, parseRatio, type Ratio, subtractRatios } from './ratio.ts'
import { toPrice } from './toPrice.ts'

describe('known values', () => {
  test.each([
    ['0.0987654321', 'up', { n: 197531, d: 2000000 }],
    ['0.0987654321', 'down', { n: 493827, d: 5000000 }],
    ['0.0000012345678', 'up', { n: 2424, d: 1963440161 }],
    ['0.0000012345678', 'down', { n: 271, d: 219510018 }],
    ['0.25', 'up', { n: 1, d: 4 }],
    ['0.25', 'down', { n: 1, d: 4 }],
    ['2147483647', 'up', { n: MAX_PRICE_TERM, d: 1 }],
    ['2147483647.5', 'down', { n: MAX_PRICE_TERM, d: 1 }],
    ['0.0000000001', 'up', { n: 1, d: MAX_PRICE_TERM }],
  ] as const)('behavior: %s rounded %s', (text, rounding, expected) => {
    expect(toPrice(text, rounding)).toEqual(expected)
  })

  test('behavior: a value with 32-bit terms that 7 decimals miss is kept exactly', () => {
    const tiny = createRatio(1n, 2_000_000_011n)
    expect(toPrice(tiny, 'up')).toEqual({ n: 1, d: 2_000_000_011 })
    expect(toPrice(tiny, 'down')).toEqual({ n: 1, d: 2_000_000_011 })
  })

  test.each([
    ['0', 'up'],
    ['0', 'down'],
    ['-1', 'up'],
    ['2147483647.5', 'up'],
    ['0.0000000001', 'down'],
    ['half', 'up'],
  ] as const)('error: %s rounded %s has no price', (text, rounding) => {
    expect(() => toPrice(text, rounding)).toThrow(InvalidPriceError)
  })
})

/** From far below the smallest price to far above the largest, near simple fractions and far from them. */
const value: fc.Arbitrary<Ratio> = fc.oneof(
  fc.tuple(fc.bigInt(1n, 10n ** 12n), fc.bigInt(1n, 10n ** 12n)).map(([n, d]) => createRatio(n, d)),
  fc.tuple(fc.bigInt(1n, 10n ** 15n), fc.bigInt(1n, 10n ** 6n)).map(([n, d]) => createRatio(n, d)),
  fc.tuple(fc.bigInt(1n, 10n ** 6n), fc.bigInt(1n, 10n ** 15n)).map(([n, d]) => createRatio(n, d)),
  fc.tuple(fc.bigInt(1n, 50n), fc.bigInt(1n, 50n), fc.bigInt(-3n, 3n)).map(([n, d, off]) => {
    return createRatio(n * 10n ** 15n + off, d * 10n ** 15n)
  }),
)
const LIMIT = BigInt(MAX_PRICE_TERM)
const side = fc.constantFrom('up' as const, 'down' as const)

function priceOrNone(of: Ratio, rounding: 'up' | 'down'): Price | undefined {
  try {
    return toPrice(of, rounding)
  } catch (error) {
    if (error instanceof InvalidPriceError) return undefined
    throw error
  }
}

describe('any value', () => {
  test('property: the price lies on its side, with 32-bit terms', () => {
    fc.assert(
      fc.property(value, side, (of, rounding) => {
        const price = priceOrNone(of, rounding)
        if (price === undefined) return
        const compared = compareRatios(ratioFromPrice(price), of)
        expect(rounding === 'up' ? compared >= 0 : compared <= 0).toBe(true)
        for (const term of [price.n, price.d]) expect(term >= 1 && term <= MAX_PRICE_TERM).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('property: there is a price unless the value lies beyond the outermost one', () => {
    fc.assert(
      fc.property(value, side, (of, rounding) => {
        const outermost = rounding === 'up' ? createRatio(LIMIT, 1n) : createRatio(1n, LIMIT)
        const beyond = compareRatios(of, outermost) === (rounding === 'up' ? 1 : -1)
        expect(priceOrNone(of, rounding) === undefined).toBe(beyond)
      }),
      { numRuns: 2_000 },
    )
  })

  test('property: a value that is a price with 7 decimals comes back, in lowest terms', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, LIMIT), side, (stroops, rounding) => {
        const exact = createRatio(stroops, 10_000_000n)
        expect(toPrice(exact, rounding)).toEqual({ n: Number(exact.n), d: Number(exact.d) })
      }),
    )
  })

  test('property: is off by one decimal step, or by less than any fraction with smaller terms', () => {
    fc.assert(
      fc.property(value, side, fc.bigInt(1n, 5_000n), (of, rounding, d) => {
        const price = priceOrNone(of, rounding)
        if (price === undefined) return
        const decimalStep = createRatio(1n, 10_000_000n)
        const error = subtractRatios(ratioFromPrice(price), of)
        const distance = createRatio(error.n < 0n ? -error.n : error.n, error.d)
        if (compareRatios(distance, decimalStep) < 0 && 10_000_000 % price.d === 0) return
        // The fallback: whatever numerator goes with a denominator d, no fraction lies strictly between value and price.
        const n = rounding === 'up' ? (of.n * d + of.d - 1n) / of.d : (of.n * d) / of.d
        if (n < 1n || n > LIMIT) return
        const rival = createRatio(n, d)
        const between = compareRatios(rival, ratioFromPrice(price))
        expect(rounding === 'up' ? between >= 0 : between <= 0).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('property: for tiny values nothing that fits lies between, tested against every numerator', () => {
    const tiny = fc
      .tuple(fc.bigInt(1n, 10n ** 6n), fc.bigInt(10n ** 13n, 10n ** 15n))
      .map(([n, d]) => createRatio(n, d))
    fc.assert(
      fc.property(tiny, fc.bigInt(1n, 3_000n), side, (of, n, rounding) => {
        const price = priceOrNone(of, rounding)
        if (price === undefined || 10_000_000 % price.d === 0) return
        const d = rounding === 'up' ? (of.d * n) / of.n : (of.d * n + of.n - 1n) / of.n
        if (d > LIMIT) return
        const between = compareRatios(createRatio(n, d), ratioFromPrice(price))
        expect(rounding === 'up' ? between >= 0 : between <= 0).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('behavior: texts and ratios agree', () => {
    expect(toPrice({ n: -2n, d: -8n }, 'up')).toEqual(toPrice(parseRatio('0.25'), 'up'))
  })
})

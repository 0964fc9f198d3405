import { MAX_STROOPS } from '@sdex/primitives'
import { anyPrice, anySmallPrice, anySmallStroops, anyStroops } from '@sdex/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adjustOffer } from './adjustOffer.ts'
import { ExchangeError } from './errors.ts'
import { exchange } from './exchange.ts'

const threeHalves = { n: 3, d: 2 }

describe('as recorded from stellar-core', () => {
  test.each([
    [17, { n: 1, d: 1000 }, 2001n, MAX_STROOPS, 2000n],
    [17, { n: 1, d: 1000 }, 1999n, MAX_STROOPS, 1000n],
    [18, { n: 1, d: 1000 }, 2000n, 1n, 1000n],
    [19, { n: 1000, d: 1 }, 400n, 399999n, 399n],
    [20, { n: 7, d: 3 }, 428n, 999n, 428n],
    [20, { n: 7, d: 3 }, 428n, 998n, 427n],
    [21, { n: 3, d: 7 }, 1001n, MAX_STROOPS, 1001n],
    [21, { n: 3, d: 7 }, 1000n, MAX_STROOPS, 999n],
    [21, { n: 3, d: 7 }, 1000n, 427n, 997n],
    [22, threeHalves, 29n, MAX_STROOPS, 0n],
    [22, threeHalves, 28n, MAX_STROOPS, 28n],
    [22, threeHalves, 27n, MAX_STROOPS, 0n],
    [22, threeHalves, 26n, MAX_STROOPS, 26n],
    [22, threeHalves, 51n, MAX_STROOPS, 51n],
    [22, threeHalves, 50n, MAX_STROOPS, 50n],
    [23, threeHalves, 101n, 151n, 100n],
    [23, threeHalves, 100n, 150n, 100n],
    [24, { n: 123, d: 1000 }, 999999999n, MAX_STROOPS, 999999992n],
  ] as const)('CASE %i: at %o with %d to sell and room for %d', (_case, price, amount, room, expected) => {
    expect(adjustOffer(price, amount, room)).toBe(expected)
  })

  test.each([
    [{ n: 1001, d: 10000 }, 1000000005n, 1000000000n],
    [{ n: 3, d: 10 }, 101n, 100n],
    [{ n: 3, d: 10 }, 7n, 0n],
  ])('behavior: a strategy that asks %o for %d gets an offer of %d', (price, amount, expected) => {
    expect(adjustOffer(price, amount, MAX_STROOPS)).toBe(expected)
  })

  test('behavior: a bid for 100 units at 199/2000 is stored as a sell of 9.95', () => {
    expect(adjustOffer({ n: 2000, d: 199 }, MAX_STROOPS, 1_000_000_000n)).toBe(99_500_000n)
  })
})

const price = fc.oneof(anySmallPrice, anyPrice)
const amount = fc.oneof(anySmallStroops, anyStroops)
const thorough = { numRuns: 3_000 }

describe('any offer', () => {
  test('property: is adjusted as the exchange with a taker without limits says', () => {
    fc.assert(
      fc.property(price, amount, amount, (of, maxWheatSend, maxSheepReceive) => {
        const args = { price: of, maxWheatSend, maxSheepReceive, rounding: 'normal' } as const
        const exchanged = exchange({ ...args, maxWheatReceive: MAX_STROOPS, maxSheepSend: MAX_STROOPS })
        expect(exchanged.wheatStays).toBe(false)
        expect(adjustOffer(of, maxWheatSend, maxSheepReceive)).toBe(exchanged.wheatReceived)
      }),
      thorough,
    )
  })

  test('property: adjusting twice changes nothing more, with the same room or with more', () => {
    fc.assert(
      fc.property(price, amount, amount, (of, maxWheatSend, room) => {
        const adjusted = adjustOffer(of, maxWheatSend, room)
        expect(adjustOffer(of, adjusted, room)).toBe(adjusted)
        expect(adjustOffer(of, adjusted, MAX_STROOPS)).toBe(adjusted)
      }),
      thorough,
    )
  })

  test('property: never grows; loses less than d/n stroops to rounding, unless it vanishes', () => {
    fc.assert(
      fc.property(price, amount, (of, maxWheatSend) => {
        const adjusted = adjustOffer(of, maxWheatSend, MAX_STROOPS)
        expect(adjusted <= maxWheatSend).toBe(true)
        const [n, d] = [BigInt(of.n), BigInt(of.d)]
        const isCapped = maxWheatSend * n > MAX_STROOPS * d
        if (adjusted > 0n && !isCapped)
          expect((maxWheatSend - adjusted) * n < d || adjusted === maxWheatSend).toBe(true)
      }),
      thorough,
    )
  })
})

test('error: an amount below 0 is refused', () => {
  expect(() => adjustOffer(threeHalves, -1n, MAX_STROOPS)).toThrow(ExchangeError)
  expect(() => adjustOffer(threeHalves, 1n, -1n)).toThrow(ExchangeError)
})

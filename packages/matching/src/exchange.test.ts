import { MAX_STROOPS, type Price } from '@sdex/primitives'
import { anyPrice, anySmallPrice, anySmallStroops, anyStroops } from '@sdex/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExchangeError } from './errors.ts'
import { type ExchangeArgs, exchange, exchangeUnbounded } from './exchange.ts'
import { isWithinPriceErrorBound } from './priceErrorBound.ts'
import type { Rounding } from './rounding.ts'

type Limits = { mWS?: bigint; mWR?: bigint; mSS?: bigint; mSR?: bigint }

function x10(price: Price, limits: Limits, rounding: Rounding = 'normal'): [bigint, bigint, 'stays' | 'taken'] {
  const { wheatReceived, sheepSent, wheatStays } = exchange({
    price,
    maxWheatSend: limits.mWS ?? MAX_STROOPS,
    maxWheatReceive: limits.mWR ?? MAX_STROOPS,
    maxSheepSend: limits.mSS ?? MAX_STROOPS,
    maxSheepReceive: limits.mSR ?? MAX_STROOPS,
    rounding,
  })
  return [wheatReceived, sheepSent, wheatStays ? 'stays' : 'taken']
}

const threeHalves = { n: 3, d: 2 }
const twoThirds = { n: 2, d: 3 }

describe('the exchange of two offers, as recorded from stellar-core', () => {
  test.each([
    [1, threeHalves, { mWS: 3000n, mSS: 4501n }, [3000n, 4500n, 'taken']],
    [1, threeHalves, { mWS: 3000n, mSS: 4500n }, [3000n, 4500n, 'taken']],
    [2, threeHalves, { mWS: 3000n, mSS: 4499n }, [2999n, 4499n, 'stays']],
    [3, threeHalves, { mWS: 2999n, mSS: 4499n }, [2999n, 4498n, 'taken']],
    [3, threeHalves, { mWS: 2999n, mSS: 4498n }, [2998n, 4497n, 'stays']],
    [4, twoThirds, { mWS: 3000n, mSS: 2000n }, [3000n, 2000n, 'taken']],
    [4, twoThirds, { mWS: 3000n, mSS: 1999n }, [2998n, 1999n, 'stays']],
    [5, threeHalves, { mWR: 3000n, mSR: 4500n }, [3000n, 4500n, 'taken']],
    [5, threeHalves, { mWR: 3000n, mSR: 4499n }, [2999n, 4498n, 'taken']],
    [6, twoThirds, { mWR: 2999n, mSR: 2000n }, [2998n, 1999n, 'stays']],
    [6, twoThirds, { mWR: 2999n, mSR: 1999n }, [2999n, 1999n, 'taken']],
    [7, twoThirds, { mWS: 3000n, mWR: 2999n }, [2998n, 1999n, 'stays']],
    [8, threeHalves, { mWS: 28n, mWR: 27n }, [0n, 0n, 'stays']],
    [8, threeHalves, { mWS: 28n, mWR: 26n }, [26n, 39n, 'stays']],
    [9, threeHalves, { mWS: 52n, mWR: 51n }, [51n, 77n, 'stays']],
  ] as const)('CASE %i: normal rounding at %o within %o', (_case, price, limits, expected) => {
    expect(x10(price, limits)).toEqual(expected)
  })

  test('CASE 10: a strict receive has no bound on an error in favour of the offer', () => {
    expect(x10(threeHalves, { mWS: 28n, mWR: 27n }, 'strictReceive')).toEqual([27n, 41n, 'stays'])
  })

  test('CASE 11: a strict receive rounds what is paid up', () => {
    expect(x10(twoThirds, { mWS: 150n, mWR: 101n })).toEqual([100n, 67n, 'stays'])
    expect(x10(twoThirds, { mWS: 150n, mWR: 101n }, 'strictReceive')).toEqual([101n, 68n, 'stays'])
  })

  test.each([
    [12, threeHalves, { mWS: 28n, mSS: 41n }, [0n, 0n], [27n, 41n]],
    [13, threeHalves, { mWS: 97n, mSS: 145n }, [96n, 144n], [96n, 145n]],
    [14, { n: 2, d: 1 }, { mWS: 1n, mSS: 1n }, [0n, 0n], [0n, 1n]],
  ] as const)('CASE %i: a strict send pays everything', (_case, price, limits, normal, strictSend) => {
    expect(x10(price, limits).slice(0, 2)).toEqual(normal)
    expect(x10(price, limits, 'strictSend').slice(0, 2)).toEqual(strictSend)
  })

  test.each([
    [15, { n: 1, d: 1 }, 990n, 1010n],
    [16, { n: 7, d: 3 }, 2310n, 2356n],
    [16, { n: 3, d: 7 }, 425n, 432n],
  ] as const)('CASE %i: the price error of 1000 wheat at %o is bounded', (_case, price, least, most) => {
    const within = (sheepSent: bigint): boolean =>
      isWithinPriceErrorBound(price, { wheatReceived: 1000n, sheepSent }, 'normal')
    expect([within(least - 1n), within(least), within(most), within(most + 1n)]).toEqual([false, true, true, false])
    expect(isWithinPriceErrorBound(price, { wheatReceived: 1000n, sheepSent: 9999n }, 'strictReceive')).toBe(true)
  })

  test('CASE 85: a strict send at 2000/29', () => {
    expect(x10({ n: 2000, d: 29 }, { mWS: 145000000n, mSS: 1000n }, 'strictSend').slice(0, 2)).toEqual([14n, 1000n])
  })

  test('CASE 86: a strict send at 7/3', () => {
    expect(x10({ n: 7, d: 3 }, { mWS: 1000n, mSS: 100n }, 'strictSend')).toEqual([42n, 100n, 'stays'])
  })
})

describe('where stellar-core throws', () => {
  test('error: a strict send that pays nothing', () => {
    expect(() => x10(threeHalves, { mWS: 0n, mSS: 10n }, 'strictSend')).toThrow(ExchangeError)
    expect(x10(threeHalves, { mWS: 0n, mSS: 10n })).toEqual([0n, 0n, 'taken'])
    expect(x10(threeHalves, { mWS: 0n, mSS: 10n }, 'strictReceive')).toEqual([0n, 0n, 'taken'])
  })

  test('error: a path that favours the taker by more than 1 %, which only an offer that was never adjusted causes', () => {
    expect(() => x10(threeHalves, { mWS: 27n }, 'strictReceive')).toThrow(ExchangeError)
    expect(x10(threeHalves, { mWS: 27n })).toEqual([0n, 0n, 'taken'])
  })

  test('error: amounts below 0', () => {
    expect(() => x10(threeHalves, { mWS: -5n })).toThrow(ExchangeError)
    expect(() => x10(twoThirds, { mSS: -5n })).toThrow(ExchangeError)
  })
})

const anyAmount = fc.oneof(anySmallStroops, anyStroops)
const anyExchange: fc.Arbitrary<ExchangeArgs> = fc.record({
  price: fc.oneof(anySmallPrice, anyPrice),
  maxWheatSend: anyAmount,
  maxWheatReceive: anyAmount,
  maxSheepSend: anyAmount,
  maxSheepReceive: anyAmount,
  rounding: fc.constantFrom('normal', 'strictReceive', 'strictSend'),
})
const thorough = { numRuns: 3_000 }

/** Undefined where core would throw. */
function exchangeOrNone(args: ExchangeArgs): ReturnType<typeof exchange> | undefined {
  try {
    return exchange(args)
  } catch (error) {
    if (error instanceof ExchangeError) return undefined
    throw error
  }
}

describe('any exchange', () => {
  test('property: no limit is exceeded, with or without the bound', () => {
    fc.assert(
      fc.property(anyExchange, (args) => {
        for (const exchanged of [exchangeUnbounded(args), exchangeOrNone(args)]) {
          if (exchanged === undefined) continue
          const { wheatReceived, sheepSent } = exchanged
          expect(
            wheatReceived >= 0n && wheatReceived <= args.maxWheatSend && wheatReceived <= args.maxWheatReceive,
          ).toBe(true)
          expect(sheepSent >= 0n && sheepSent <= args.maxSheepSend && sheepSent <= args.maxSheepReceive).toBe(true)
        }
      }),
      thorough,
    )
  })

  test('property: rounding favours the side that stays', () => {
    fc.assert(
      fc.property(anyExchange, (args) => {
        const { wheatReceived, sheepSent, wheatStays } = exchangeUnbounded(args)
        const [asked, paid] = [wheatReceived * BigInt(args.price.n), sheepSent * BigInt(args.price.d)]
        expect(wheatStays ? paid >= asked : paid <= asked).toBe(true)
      }),
      thorough,
    )
  })

  test('property: rounding costs less than one stroop of the cheaper asset, except for the tail of a strict send', () => {
    fc.assert(
      fc.property(anyExchange, (args) => {
        fc.pre(args.rounding !== 'strictSend')
        const { wheatReceived, sheepSent } = exchangeUnbounded(args)
        const [n, d] = [BigInt(args.price.n), BigInt(args.price.d)]
        const error = wheatReceived * n - sheepSent * d
        expect((error < 0n ? -error : error) < (n > d ? n : d)).toBe(true)
      }),
      thorough,
    )
  })

  test('property: with normal rounding both amounts are 0 or the price is met within 1 %', () => {
    fc.assert(
      fc.property(anyExchange, (args) => {
        const { wheatReceived, sheepSent } = exchange({ ...args, rounding: 'normal' })
        expect(wheatReceived === 0n).toBe(sheepSent === 0n)
        expect(isWithinPriceErrorBound(args.price, { wheatReceived, sheepSent }, 'normal')).toBe(true)
      }),
      thorough,
    )
  })

  test('property: a strict receive that leaves the offer standing delivers exactly what was asked, when the taker can pay', () => {
    fc.assert(
      fc.property(anyExchange, (args) => {
        const strict = { ...args, maxSheepSend: MAX_STROOPS, rounding: 'strictReceive' } as const
        const exchanged = exchangeOrNone(strict)
        const affords = args.maxWheatReceive * BigInt(args.price.n) <= MAX_STROOPS * BigInt(args.price.d)
        if (exchanged?.wheatStays && affords) expect(exchanged.wheatReceived).toBe(args.maxWheatReceive)
      }),
      thorough,
    )
  })

  test('property: a strict send that leaves the offer standing sends everything, if its owner can take it', () => {
    fc.assert(
      fc.property(anyExchange, (args) => {
        const strict = { ...args, maxWheatReceive: MAX_STROOPS, rounding: 'strictSend' } as const
        const exchanged = exchangeOrNone(strict)
        if (exchanged?.wheatStays) {
          const { maxSheepSend, maxSheepReceive } = args
          expect(exchanged.sheepSent).toBe(maxSheepSend < maxSheepReceive ? maxSheepSend : maxSheepReceive)
        }
      }),
      thorough,
    )
  })

  test('property: an offer that is used up is exchanged the same in every rounding mode', () => {
    fc.assert(
      fc.property(anyExchange, (args) => {
        const [normal, receive, send] = (['normal', 'strictReceive', 'strictSend'] as const).map((rounding) =>
          exchangeUnbounded({ ...args, rounding }),
        )
        if (normal?.wheatStays === false) expect([receive, send]).toEqual([normal, normal])
      }),
      thorough,
    )
  })
})

import { MAX_STROOPS, type Price } from '@sdex/primitives'
import { describe, expect, test } from 'vitest'
import { adjustOffer, exchange, isWithinPriceErrorBound, type Rounding } from './exchange.ts'
import { buyLiabilities, offerLiabilities } from './liabilities.ts'
import { compareOffers } from './offer.ts'

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
      isWithinPriceErrorBound(price, { wheatReceived: 1000n, sheepSent }, false)
    expect([within(least - 1n), within(least), within(most), within(most + 1n)]).toEqual([false, true, true, false])
    expect(isWithinPriceErrorBound(price, { wheatReceived: 1000n, sheepSent: 9999n }, true)).toBe(true)
  })

  test('CASE 85: a strict send at 2000/29', () => {
    expect(x10({ n: 2000, d: 29 }, { mWS: 145000000n, mSS: 1000n }, 'strictSend').slice(0, 2)).toEqual([14n, 1000n])
  })
})

describe('what an offer may hold', () => {
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
  ] as const)('CASE %i: adjusts at %o with %d to sell and room for %d', (_case, price, amount, room, expected) => {
    expect(adjustOffer(price, amount, room)).toBe(expected)
  })

  test('CASE 25: liabilities of resting offers', () => {
    expect(offerLiabilities(threeHalves, 101n)).toEqual({ buying: 151n, selling: 101n })
    expect(offerLiabilities({ n: 3, d: 7 }, 1000n)).toEqual({ buying: 428n, selling: 999n })
  })

  test.each([
    [26, { n: 2, d: 5 }, 20n, 20n, 8n],
    [26, { n: 2, d: 5 }, 21n, 20n, 8n],
    [26, { n: 5, d: 2 }, 21n, 21n, 53n],
    [26, { n: 1, d: 2 }, 1n, 0n, 0n],
    [27, { n: 2, d: 1 }, MAX_STROOPS, MAX_STROOPS / 2n, MAX_STROOPS - 1n],
    [27, { n: 5, d: 2 }, MAX_STROOPS, (2n * MAX_STROOPS) / 5n, MAX_STROOPS - 2n],
  ] as const)('CASE %i: liabilities of a buy at %o of %d', (_case, price, buyAmount, buying, selling) => {
    expect(buyLiabilities(price, buyAmount)).toEqual({ buying, selling })
  })

  test('CASE 28: offers with equal double prices are ordered by id', () => {
    const older = { id: 5n, price: { n: 2147483646, d: 2147483645 } }
    const cheaper = { id: 7n, price: { n: 2147483647, d: 2147483646 } }
    expect(compareOffers(older, cheaper)).toBeLessThan(0)
  })
})

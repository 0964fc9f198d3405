import { invertPrice, MAX_STROOPS } from '@sdex/primitives'
import { anyPrice, anySmallPrice, anyStroops } from '@sdex/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adjustOffer } from './adjustOffer.ts'
import { exchangeUnbounded } from './exchange.ts'
import { buyLiabilities, offerLiabilities } from './liabilities.ts'

describe('as recorded from stellar-core', () => {
  test('CASE 25: liabilities of resting offers', () => {
    expect(offerLiabilities({ n: 3, d: 2 }, 101n)).toEqual({ buying: 151n, selling: 101n })
    expect(offerLiabilities({ n: 3, d: 7 }, 1000n)).toEqual({ buying: 428n, selling: 999n })
  })

  test.each([
    [26, { n: 2, d: 5 }, 20n, 20n, 8n],
    [26, { n: 2, d: 5 }, 21n, 20n, 8n],
    [26, { n: 5, d: 2 }, 21n, 21n, 53n],
    [26, { n: 1, d: 2 }, 1n, 0n, 0n],
    [27, { n: 2, d: 1 }, MAX_STROOPS, MAX_STROOPS / 2n, MAX_STROOPS - 1n],
    [27, { n: 5, d: 2 }, MAX_STROOPS, (2n * MAX_STROOPS) / 5n, MAX_STROOPS - 2n],
  ] as const)('CASE %i: a buy at %o of %d', (_case, price, buyAmount, buying, selling) => {
    expect(buyLiabilities(price, buyAmount)).toEqual({ buying, selling })
  })
})

const price = fc.oneof(anySmallPrice, anyPrice)
const thorough = { numRuns: 2_000 }

describe('any offer', () => {
  test('property: reserves what the unbounded exchange with a taker without limits says', () => {
    fc.assert(
      fc.property(price, anyStroops, (of, amount) => {
        const limits = { maxWheatReceive: MAX_STROOPS, maxSheepSend: MAX_STROOPS, rounding: 'normal' } as const
        const sold = exchangeUnbounded({ ...limits, price: of, maxWheatSend: amount, maxSheepReceive: MAX_STROOPS })
        expect(offerLiabilities(of, amount)).toEqual({ selling: sold.wheatReceived, buying: sold.sheepSent })
        const bought = exchangeUnbounded({
          ...limits,
          price: invertPrice(of),
          maxWheatSend: MAX_STROOPS,
          maxSheepReceive: amount,
        })
        expect(buyLiabilities(of, amount)).toEqual({ selling: bought.wheatReceived, buying: bought.sheepSent })
      }),
      thorough,
    )
  })

  test('property: an adjusted offer reserves its amount, and floor(amount n / d)', () => {
    fc.assert(
      fc.property(price, anyStroops, anyStroops, (of, amount, room) => {
        const adjusted = adjustOffer(of, amount, room)
        const { selling, buying } = offerLiabilities(of, adjusted)
        expect(selling).toBe(adjusted)
        expect(buying).toBe((adjusted * BigInt(of.n)) / BigInt(of.d))
        expect(buying <= room).toBe(true)
      }),
      thorough,
    )
  })
})

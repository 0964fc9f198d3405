import { MAX_STROOPS } from '@sdex/primitives'
import { anyPrice, anySmallPrice, anySmallStroops, anyStroops } from '@sdex/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adjustOffer } from './adjustOffer.ts'
import { crossOffer, type OfferOwner, type TakerLimits } from './crossOffer.ts'
import { ExchangeError } from './errors.ts'
import { canBuyAtMost, canSellAtMost, type Holding } from './holding.ts'
import { offerLiabilities } from './liabilities.ts'

const threeHalves = { n: 3, d: 2 }

function taker(limits: Partial<TakerLimits>): TakerLimits {
  return { maxSheepSend: MAX_STROOPS, maxWheatReceive: MAX_STROOPS, rounding: 'normal', ...limits }
}

function line(balance: bigint, limit: bigint): Holding {
  return { type: 'trustline', balance, limit, sellingLiabilities: 0n, buyingLiabilities: 0n, authorization: 'full' }
}

describe('one offer against a taker', () => {
  test('CASE 34: a taker too small for the price takes nothing, and the offer stays as it is', () => {
    const offer = { price: threeHalves, amount: 28n }
    const nothing = { wheatReceived: 0n, sheepSent: 0n, wheatStays: true, remaining: 28n }
    expect(crossOffer(offer, taker({ maxSheepSend: 41n }))).toEqual(nothing)
    expect(crossOffer(offer, taker({ maxWheatReceive: 27n }))).toEqual(nothing)
  })

  test('CASE 35: the same for an offer of 100 at 5/1 and 4 sheep', () => {
    expect(crossOffer({ price: { n: 5, d: 1 }, amount: 100n }, taker({ maxSheepSend: 4n }))).toEqual({
      wheatReceived: 0n,
      sheepSent: 0n,
      wheatStays: true,
      remaining: 100n,
    })
  })

  test('CASE 73: a strict receive pays the rounding', () => {
    const offer = { price: { n: 2000, d: 29 }, amount: 145000000n }
    expect(crossOffer(offer, taker({ maxWheatReceive: 20000000n, rounding: 'strictReceive' }))).toEqual({
      wheatReceived: 20000000n,
      sheepSent: 1379310345n,
      wheatStays: true,
      remaining: 125000000n,
    })
  })

  test('CASE 74: what is left and worth no sheep is removed, and its owner keeps it', () => {
    const offer = { price: { n: 1, d: 1000 }, amount: 2000n }
    expect(crossOffer(offer, taker({ maxWheatReceive: 1001n, rounding: 'strictReceive' }))).toEqual({
      wheatReceived: 1001n,
      sheepSent: 2n,
      wheatStays: true,
      remaining: 0n,
    })
  })

  test('CASE 86: a strict send leaves the rest', () => {
    const crossed = crossOffer(
      { price: { n: 7, d: 3 }, amount: 1000n },
      taker({ maxSheepSend: 100n, rounding: 'strictSend' }),
    )
    expect(crossed).toEqual({ wheatReceived: 42n, sheepSent: 100n, wheatStays: true, remaining: 958n })
  })
})

describe('limited owners', () => {
  const offer = { price: threeHalves, amount: 100n }

  test('behavior: an offer whose owner has less is crossed for what is there', () => {
    const owner = { wheat: line(40n, 1000n), sheep: line(0n, 1000n) }
    expect(crossOffer(offer, taker({}), owner)).toEqual({
      wheatReceived: 40n,
      sheepSent: 60n,
      wheatStays: false,
      remaining: 0n,
    })
  })

  test('behavior: an offer whose owner can do nothing is removed for nothing', () => {
    const gone = { wheatReceived: 0n, sheepSent: 0n, wheatStays: false, remaining: 0n }
    expect(crossOffer(offer, taker({}), { wheat: line(0n, 1000n), sheep: line(0n, 1000n) })).toEqual(gone)
    expect(crossOffer(offer, taker({}), { wheat: line(100n, 1000n), sheep: line(7n, 7n) })).toEqual(gone)
    expect(crossOffer(offer, taker({}), { wheat: undefined, sheep: line(0n, 1000n) })).toEqual(gone)
    const strictReceive = taker({ rounding: 'strictReceive' })
    expect(crossOffer(offer, strictReceive, { wheat: line(100n, 1000n), sheep: line(7n, 7n) })).toEqual(gone)
  })

  test('error: a strict send that reaches such an offer ends the transaction', () => {
    const owner = { wheat: line(100n, 1000n), sheep: line(7n, 7n) }
    expect(() => crossOffer(offer, taker({ rounding: 'strictSend' }), owner)).toThrow(ExchangeError)
  })

  test('behavior: what is left fits the room that the payment left', () => {
    // 10 of 20 wheat at 3/2 for 15 sheep; the line had room for 30, which is what the offer asked, and has 15 left.
    const owner = { wheat: line(20n, 1000n), sheep: line(0n, 30n) }
    const crossed = crossOffer({ price: threeHalves, amount: 20n }, taker({ maxSheepSend: 15n }), owner)
    expect(crossed).toEqual({ wheatReceived: 10n, sheepSent: 15n, wheatStays: true, remaining: 10n })
    // A strict send of 16 gets no more wheat; the stroop too much leaves room for 14, so the rest shrinks to 9, and is dropped as dust.
    const strict = crossOffer(
      { price: threeHalves, amount: 20n },
      taker({ maxSheepSend: 16n, rounding: 'strictSend' }),
      owner,
    )
    expect(strict).toEqual({
      wheatReceived: 10n,
      sheepSent: 16n,
      wheatStays: true,
      remaining: adjustOffer(threeHalves, 10n, 14n),
    })
  })

  test('behavior: an issuer takes in what its offers bring, however much it took before', () => {
    const issuer = { wheat: line(MAX_STROOPS, MAX_STROOPS), sheep: { type: 'issuer' } } as const
    const all = { price: { n: 1, d: 1 }, amount: MAX_STROOPS }
    expect(crossOffer(all, taker({ maxSheepSend: 5n }), issuer).remaining).toBe(MAX_STROOPS - 5n)
  })
})

const anyAmount = fc.oneof(anySmallStroops, anyStroops)
const anyLine: fc.Arbitrary<Holding> = fc.tuple(anyAmount, anyAmount).map(([a, b]) => (a < b ? line(a, b) : line(b, a)))
const anyHolding = fc.oneof(anyLine, fc.constant<Holding>({ type: 'issuer' }))
const anyOwner: fc.Arbitrary<OfferOwner> = fc.record({ wheat: anyHolding, sheep: anyHolding })
const anyTaker: fc.Arbitrary<TakerLimits> = fc.record({
  maxSheepSend: anyAmount.filter((amount) => amount > 0n),
  maxWheatReceive: anyAmount.filter((amount) => amount > 0n),
  rounding: fc.constantFrom('normal', 'strictReceive'),
})
const anyOffer = fc.record({ price: fc.oneof(anySmallPrice, anyPrice), amount: anyAmount })
const thorough = { numRuns: 3_000 }

describe('any offer', () => {
  test('property: nobody sells more than he has, takes more than he can, or gives the offer more than it had', () => {
    fc.assert(
      fc.property(anyOffer, anyTaker, anyOwner, (offer, limits, owner) => {
        const { wheatReceived, sheepSent, wheatStays, remaining } = crossOffer(offer, limits, owner)
        expect(wheatReceived <= limits.maxWheatReceive && sheepSent <= limits.maxSheepSend).toBe(true)
        expect(wheatReceived <= canSellAtMost(owner.wheat) && sheepSent <= canBuyAtMost(owner.sheep)).toBe(true)
        expect(wheatReceived + remaining <= offer.amount).toBe(true)
        if (!wheatStays) expect(remaining).toBe(0n)
      }),
      thorough,
    )
  })

  test('property: what remains is adjusted and backed by its owner', () => {
    fc.assert(
      fc.property(anyOffer, anyTaker, anyOwner, (offer, limits, owner) => {
        const { wheatReceived, sheepSent, remaining } = crossOffer(offer, limits, owner)
        expect(adjustOffer(offer.price, remaining, MAX_STROOPS)).toBe(remaining)
        const { selling, buying } = offerLiabilities(offer.price, remaining)
        if (owner.wheat?.type !== 'issuer') expect(selling <= canSellAtMost(owner.wheat) - wheatReceived).toBe(true)
        if (owner.sheep?.type !== 'issuer') expect(buying <= canBuyAtMost(owner.sheep) - sheepSent).toBe(true)
      }),
      thorough,
    )
  })

  test('property: a taker without limits takes all that the adjusted offer holds', () => {
    fc.assert(
      fc.property(anyOffer, anyOwner, (offer, owner) => {
        const { wheatReceived, wheatStays } = crossOffer(offer, taker({}), owner)
        const room = offer.amount < canSellAtMost(owner.wheat) ? offer.amount : canSellAtMost(owner.wheat)
        expect([wheatReceived, wheatStays]).toEqual([adjustOffer(offer.price, room, canBuyAtMost(owner.sheep)), false])
      }),
      thorough,
    )
  })
})

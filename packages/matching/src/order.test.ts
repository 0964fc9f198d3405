import { MAX_STROOPS, type Price, XLM } from '@sdex/primitives'
import { anyPrice, anySmallPrice, anySmallStroops, anyStroops } from '@sdex/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adjustOffer } from './adjustOffer.ts'
import { canBuyAtMost, canSellAtMost, type Holding } from './holding.ts'
import { offerLiabilities } from './liabilities.ts'
import { compareOffers, type Offer } from './offer.ts'
import { type Order, type OrderHoldings, type OrderPreview, previewOrder } from './order.ts'

let nextId = 0n

function offer(n: number, d: number, amount: bigint, seller = 'maker'): Offer {
  nextId += 1n
  return { id: nextId, seller, selling: XLM, buying: XLM, amount, price: { n, d }, passive: false }
}

const sell = (amount: bigint, n: number, d: number): Order => ({ type: 'sell', amount, price: { n, d } })
const buy = (amount: bigint, n: number, d: number): Order => ({ type: 'buy', amount, price: { n, d } })

function place(order: Order, offers: readonly Offer[] = [], holdings?: OrderHoldings): OrderPreview<Offer> {
  return previewOrder({ order, offers, holdings, account: 'me' })
}

function line(balance: bigint, limit = MAX_STROOPS, authorization: 'full' | 'maintain' | 'none' = 'full'): Holding {
  return { type: 'trustline', balance, limit, authorization, sellingLiabilities: 0n, buyingLiabilities: 0n }
}

function native(spare: bigint): Holding {
  return { type: 'native', balance: spare + 100n, minimumBalance: 100n, sellingLiabilities: 0n, buyingLiabilities: 0n }
}

describe('orders as in stellar-core', () => {
  test('CASE 30, CASE 31: large offers, and what is left of the order rests', () => {
    const bid = place(sell(2000000000n, 2551, 625), [offer(500, 2061, 8224563625n)])
    expect(bid).toMatchObject({ type: 'placed', bought: 8224563625n, sold: 1995284722n, resting: 4715278n })
    const ask = place(sell(8224563625n, 500, 2061), [offer(2551, 625, 2000000000n)])
    expect(ask).toMatchObject({ type: 'placed', bought: 2000000000n, sold: 8163200000n, resting: 61363625n })
  })

  test('CASE 32: an order that its price cannot express succeeds, trades nothing and does not rest', () => {
    expect(place(sell(27n, 3, 2))).toMatchObject({ type: 'placed', sold: 0n, bought: 0n, resting: 0n })
  })

  test('CASE 33: a full line comes first', () => {
    expect(place(sell(27n, 3, 2), [], { selling: line(1n, 1n), buying: line(0n, 1n) })).toEqual({ type: 'lineFull' })
  })

  test('CASE 34, CASE 35: a claim of nothing', () => {
    for (const order of [sell(41n, 2, 3), buy(27n, 3, 2)]) {
      const preview = place(order, [offer(3, 2, 28n)])
      expect(preview).toMatchObject({
        type: 'placed',
        sold: 0n,
        bought: 0n,
        resting: 0n,
        crossing: { crossedCount: 1 },
      })
    }
    expect(place(sell(4n, 1, 5), [offer(5, 1, 100n)])).toMatchObject({
      sold: 0n,
      resting: 0n,
      crossing: { crossedCount: 1 },
    })
  })

  test('CASE 36, CASE 37: filled over two offers, nothing rests', () => {
    expect(place(sell(225n, 2, 3), [offer(3, 2, 100n), offer(3, 2, 100n)])).toMatchObject({
      sold: 225n,
      bought: 150n,
      resting: 0n,
    })
    expect(place(buy(150n, 8, 5), [offer(3, 2, 100n), offer(8, 5, 100n)])).toMatchObject({
      sold: 230n,
      bought: 150n,
      resting: 0n,
    })
  })

  test('CASE 38: what a buy leaves rests as a sell at the inverse price', () => {
    expect(place(buy(150n, 155, 100), [offer(3, 2, 100n), offer(8, 5, 100n)])).toMatchObject({
      sold: 150n,
      bought: 100n,
      resting: 78n,
      restingPrice: { n: 100, d: 155 },
    })
  })

  test('CASE 39, CASE 40: passive orders', () => {
    const book = [offer(1, 1, 100n)]
    expect(place({ ...sell(100n, 1, 1), passive: true }, book)).toMatchObject({ sold: 0n, resting: 100n })
    expect(place({ ...sell(100n, 99, 100), passive: true }, book)).toMatchObject({
      sold: 100n,
      bought: 100n,
      resting: 0n,
    })
  })

  test.each([
    [43, undefined, line(0n), 'sellNoTrust'],
    [44, line(0n, 5n, 'none'), line(0n), 'underfunded'],
    [45, line(1n), undefined, 'buyNoTrust'],
    [46, line(1n, 5n, 'maintain'), line(0n), 'sellNotAuthorized'],
    [46, line(1n), line(0n, 5n, 'maintain'), 'buyNotAuthorized'],
    [47, line(5n), line(9n, 9n), 'lineFull'],
  ] as const)('CASE %i: selling %o, buying %o: %s', (_case, selling, buying, expected) => {
    expect(place(sell(1n, 1, 1), [], { selling, buying })).toEqual({ type: expected })
  })

  test('CASE 54, CASE 55: all of the order must be backed, first the room, then the funds', () => {
    const holdings = { selling: native(499n), buying: line(0n, 1000n) }
    expect(place(sell(501n, 2, 1), [], holdings)).toEqual({ type: 'lineFull' })
    expect(place(sell(500n, 2, 1), [], holdings)).toEqual({ type: 'underfunded' })
    expect(place(sell(499n, 2, 1), [], holdings)).toMatchObject({ type: 'placed', resting: 499n })
  })

  test('CASE 58, CASE 59, CASE 60: own offers', () => {
    expect(place(sell(10n, 1, 1), [offer(1, 1, 10n, 'me')])).toEqual({ type: 'crossSelf' })
    expect(place(sell(10n, 1, 1), [offer(1, 1, 10n), offer(1, 1, 10n, 'me')])).toMatchObject({ sold: 10n })
    expect(place(sell(10n, 1, 1), [offer(2, 1, 10n, 'me')])).toMatchObject({ sold: 0n, resting: 10n })
  })

  test('CASE 61, CASE 62: an issuer can offer more of its asset than there can be, not take in more', () => {
    const amount = (MAX_STROOPS / 3n) * 2n
    const issues = (buyingLiabilities: bigint): OrderHoldings => {
      return { selling: { type: 'issuer' }, buying: { ...line(0n), buyingLiabilities } as Holding }
    }
    const first = offerLiabilities({ n: 1, d: 2 }, amount).buying
    expect(place(sell(amount, 1, 2), [], issues(first))).toMatchObject({ type: 'placed', resting: amount })
    expect(place(sell(amount, 1, 1), [], issues(amount))).toEqual({ type: 'lineFull' })
  })

  test('CASE 63, CASE 64: orders worth less than a stroop of the other side', () => {
    const holdings = { selling: line(100n), buying: line(0n) }
    expect(place(buy(1n, 1, 3), [], holdings)).toMatchObject({ type: 'placed', sold: 0n, bought: 0n, resting: 0n })
    expect(place(buy(4n, 1, 3), [offer(1, 3, 3n)], holdings)).toMatchObject({ sold: 1n, bought: 3n, resting: 0n })
  })

  test('CASE 65, CASE 66: buys must be backed too', () => {
    const holdings = { selling: line(100n), buying: line(0n) }
    expect(place(buy(100n, 1, 1), [], holdings)).toMatchObject({ resting: 100n })
    expect(place(buy(101n, 1, 1), [], holdings)).toEqual({ type: 'underfunded' })
    expect(place(buy(100n, 1, 2), [], holdings)).toMatchObject({ resting: 50n })
    expect(place(buy(100n, 201, 100), [], holdings)).toEqual({ type: 'underfunded' })
  })

  test('CASE 67, CASE 68: 1000 offers can be crossed, not 1001', () => {
    const units = Array.from({ length: 1001 }, () => offer(1, 1, 1n))
    expect(place(sell(1001n, 1, 1), units)).toEqual({ type: 'tooManyOffers' })
    const dearAtLast = [...units.slice(0, 1000), offer(2, 1, 1n)]
    expect(place(sell(1001n, 1, 1), dearAtLast)).toMatchObject({ sold: 1000n, resting: 1n })
  })

  test('behavior: an account below its reserve is underfunded, also for an order that reserves nothing', () => {
    expect(place(sell(1n, 1, 2), [], { selling: native(-5n), buying: line(0n) })).toEqual({ type: 'underfunded' })
  })

  test('behavior: a sell of all there can be rests with what it has not sold', () => {
    expect(place(sell(MAX_STROOPS, 1, 1), [offer(1, 1, 5n)])).toMatchObject({ sold: 5n, resting: MAX_STROOPS - 5n })
  })
})

const price: fc.Arbitrary<Price> = fc.oneof(anySmallPrice, anyPrice)
const amount = fc.oneof(anySmallStroops, anyStroops).filter((stroops) => stroops > 0n)
const anyOrder: fc.Arbitrary<Order> = fc.record({
  type: fc.constantFrom('sell', 'buy'),
  amount,
  price,
  passive: fc.boolean(),
})
const anyOffers = fc.array(fc.tuple(anySmallPrice, anySmallStroops), { maxLength: 5 }).map((offers) =>
  offers
    .map(([{ n, d }, of]) => offer(n, d, adjustOffer({ n, d }, of, MAX_STROOPS)))
    .filter((of) => of.amount > 0n)
    .sort(compareOffers),
)
const anyLine = fc.tuple(amount, amount).map(([a, b]) => (a < b ? line(a, b) : line(b, a)))
const thorough = { numRuns: 2_000 }

describe('any order', () => {
  test('property: trades and rests within its own amount and what the account has', () => {
    fc.assert(
      fc.property(anyOrder, anyOffers, anyLine, anyLine, (order, offers, selling, buying) => {
        const preview = place(order, offers, { selling, buying })
        if (preview.type !== 'placed') return
        const { sold, bought, resting, restingPrice } = preview
        const reserved = offerLiabilities(restingPrice, resting)
        expect(sold + reserved.selling <= canSellAtMost(selling)).toBe(true)
        expect(bought + reserved.buying <= canBuyAtMost(buying)).toBe(true)
        expect(order.type === 'sell' ? sold + resting <= order.amount : bought + reserved.buying <= order.amount).toBe(
          true,
        )
        expect(adjustOffer(restingPrice, resting, MAX_STROOPS)).toBe(resting)
      }),
      thorough,
    )
  })

  test('property: never pays more than 1 % beyond its own limit', () => {
    fc.assert(
      fc.property(anyOrder, anyOffers, (order, offers) => {
        const preview = place(order, offers)
        if (preview.type !== 'placed') return
        const { n, d } = preview.restingPrice
        expect(preview.sold * BigInt(n) * 100n <= preview.bought * BigInt(d) * 101n).toBe(true)
      }),
      thorough,
    )
  })
})

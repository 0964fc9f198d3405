import { type Asset, assetsEqual, createAsset, MAX_STROOPS, XLM } from '@sdex/primitives'
import { accountIdOf, anySmallPrice, anySmallStroops } from '@sdex/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adjustOffer } from './adjustOffer.ts'
import { compareOffers, type Offer } from './offer.ts'
import { previewStrictReceive, previewStrictSend, type Venues } from './path.ts'
import { poolAssets } from './pool.ts'

const issuer = accountIdOf('issuer')
const [cur1, cur2, cur3] = [createAsset('CUR1', issuer), createAsset('CUR2', issuer), createAsset('CUR3', issuer)]
let nextId = 0n

function sells(
  selling: Asset,
  buying: Asset,
  [n, d, amount]: readonly [number, number, bigint],
  seller = 'maker',
): Offer {
  nextId += 1n
  return { id: nextId, seller, selling, buying, amount, price: { n, d }, passive: false }
}

type Pools = readonly (readonly [reserve: bigint, Asset, reserve: bigint, Asset])[]

function venues(offers: readonly Offer[], pools: Pools = []): Venues {
  return {
    offers: (selling, buying) =>
      offers
        .filter((offer) => assetsEqual(offer.selling, selling) && assetsEqual(offer.buying, buying))
        .sort(compareOffers),
    pool: (assetA, assetB) => {
      for (const [reserve, asset, otherReserve, other] of pools) {
        const sorted = poolAssets(asset, other)
        if (!assetsEqual(sorted[0], assetA) || !assetsEqual(sorted[1], assetB)) continue
        const inOrder = assetsEqual(asset, assetA)
        return { reserveA: inOrder ? reserve : otherReserve, reserveB: inOrder ? otherReserve : reserve }
      }
      return undefined
    },
  }
}

describe('as recorded from stellar-core', () => {
  test('CASE 73: a strict receive costs the ceiling', () => {
    const market = venues([sells(cur1, XLM, [2000, 29, 145000000n])])
    const payment = { sendAsset: XLM, destinationAsset: cur1, destinationAmount: 20000000n, sendMax: 1382068965n }
    expect(previewStrictReceive(payment, market)).toMatchObject({ type: 'payable', sent: 1379310345n })
    expect(previewStrictReceive({ ...payment, sendMax: 1379310344n }, market)).toEqual({
      type: 'overSendMax',
      sent: 1379310345n,
    })
  })

  test('CASE 78, CASE 79: an own offer fails a payment that meets it, not one that is served before', () => {
    const market = venues([sells(cur1, XLM, [1, 1, 10n]), sells(cur1, XLM, [2, 1, 10n], 'me')])
    const payment = { account: 'me', sendAsset: XLM, destinationAsset: cur1 }
    expect(previewStrictReceive({ ...payment, destinationAmount: 10n }, market)).toMatchObject({
      type: 'payable',
      sent: 10n,
    })
    const failed = { type: 'crossSelf', sendAsset: XLM, receiveAsset: cur1 }
    expect(previewStrictReceive({ ...payment, destinationAmount: 11n }, market)).toEqual(failed)
    expect(previewStrictSend({ ...payment, sendAmount: 11n }, market)).toEqual(failed)
  })

  test('CASE 83: a hop that yields nothing, and a pool after it', () => {
    const market = venues([sells(cur2, cur1, [2, 1, 10n])], [[1000n, cur2, 1000n, cur3]])
    const payment = { sendAsset: cur1, path: [cur2], destinationAsset: cur3, sendAmount: 1n }
    expect(previewStrictSend(payment, market)).toEqual({ type: 'underDestinationMin', received: 0n })
  })

  test('CASE 84: a book too thin names the hop', () => {
    const market = venues([sells(cur2, cur1, [1, 1, 10n])])
    const payment = { sendAsset: cur1, path: [cur2], destinationAsset: cur3 }
    const failed = { type: 'tooFewOffers', sendAsset: cur2, receiveAsset: cur3 }
    expect(previewStrictSend({ ...payment, sendAmount: 5n }, market)).toEqual(failed)
    expect(previewStrictReceive({ ...payment, destinationAmount: 5n }, market)).toEqual(failed)
  })

  test('CASE 97: the limit is shared by all hops', () => {
    const units = Array.from({ length: 1000 }, () => sells(cur2, cur1, [1, 1, 1n]))
    const market = venues([...units, sells(cur3, cur2, [1, 1, 1000n])])
    const payment = { sendAsset: cur1, path: [cur2], destinationAsset: cur3 }
    const tooMany = { type: 'tooManyOffers' }
    expect(previewStrictSend({ ...payment, sendAmount: 1000n }, market)).toMatchObject(tooMany)
    expect(previewStrictReceive({ ...payment, destinationAmount: 1000n }, market)).toMatchObject(tooMany)
    expect(previewStrictReceive({ ...payment, destinationAmount: 999n }, market)).toMatchObject({
      type: 'payable',
      sent: 999n,
    })
  })

  test('CASE 99: the second visit of a pool starts from what the first left', () => {
    const market = venues(
      [sells(cur3, cur2, [1, 1, 10_000n]), sells(cur1, cur3, [1, 1, 10_000n])],
      [[1000n, cur1, 2000n, cur2]],
    )
    const path = [cur2, cur3, cur1]
    const payment = { sendAsset: cur1, path, destinationAsset: cur2, sendAmount: 100n, destinationMin: 256n }
    const preview = previewStrictSend(payment, market)
    expect(preview).toMatchObject({ type: 'payable', received: 256n })
    if (preview.type !== 'payable') return
    expect(preview.hops.map((hop) => [hop.type, hop.sent, hop.received])).toEqual([
      ['pool', 100n, 181n],
      ['book', 181n, 181n],
      ['book', 181n, 181n],
      ['pool', 181n, 256n],
    ])
    expect(preview.hops.at(-1)).toMatchObject({ reserves: { reserveIn: 1281n, reserveOut: 1563n } })
    expect(previewStrictSend({ ...payment, destinationMin: 257n }, market)).toEqual({
      type: 'underDestinationMin',
      received: 256n,
    })
  })
})

describe('paths', () => {
  test('behavior: no conversion, no hops; the limits still count', () => {
    const same = { sendAsset: cur1, destinationAsset: cur1, path: [cur1] }
    const nothing = venues([])
    expect(previewStrictSend({ ...same, sendAmount: 5n }, nothing)).toEqual({
      type: 'payable',
      sent: 5n,
      received: 5n,
      hops: [],
    })
    expect(previewStrictSend({ ...same, sendAmount: 5n, destinationMin: 6n }, nothing)).toMatchObject({
      type: 'underDestinationMin',
    })
    expect(previewStrictReceive({ ...same, destinationAmount: 5n, sendMax: 4n }, nothing)).toMatchObject({
      type: 'overSendMax',
    })
  })

  test('behavior: a strict receive walks from the end; its hops are told from the start', () => {
    const market = venues([sells(cur2, cur1, [2, 1, 100n]), sells(cur3, cur2, [3, 1, 100n])])
    const preview = previewStrictReceive(
      { sendAsset: cur1, path: [cur2], destinationAsset: cur3, destinationAmount: 4n },
      market,
    )
    expect(preview).toMatchObject({
      type: 'payable',
      sent: 24n,
      received: 4n,
      hops: [
        { sendAsset: cur1, receiveAsset: cur2, sent: 24n, received: 12n },
        { sendAsset: cur2, receiveAsset: cur3, sent: 12n, received: 4n },
      ],
    })
  })

  test('behavior: a book that is met twice is what the first visit left, also for the offer at its front', () => {
    const loop = [sells(cur2, cur1, [1, 1, 60n]), sells(cur2, cur1, [2, 1, 100n]), sells(cur1, cur2, [1, 1, 1000n])]
    const path = { sendAsset: cur1, path: [cur2, cur1], destinationAsset: cur2 }
    const sent = previewStrictSend({ ...path, sendAmount: 40n }, venues(loop))
    // 40 for 40, back to 40, and then 20 at 1/1 and 10 for the other 20 at 2/1.
    expect(sent).toMatchObject({ type: 'payable', received: 30n })
    const received = previewStrictReceive({ ...path, destinationAmount: 40n }, venues(loop))
    // Last hop first: 40 for 40; then the first hop has 20 left at 1/1 and pays 40 for the other 20.
    expect(received).toMatchObject({ type: 'payable', sent: 60n })
  })

  test('behavior: a pool of which the second asset is paid in', () => {
    const market = venues([], [[1000n, cur1, 2000n, cur2]])
    expect(
      previewStrictReceive({ sendAsset: cur2, destinationAsset: cur1, destinationAmount: 100n }, market),
    ).toMatchObject({
      type: 'payable',
      sent: 223n,
      hops: [{ type: 'pool', reserves: { reserveIn: 2223n, reserveOut: 900n } }],
    })
  })

  test('behavior: previewing changes nothing', () => {
    const market = venues([sells(cur2, cur1, [1, 1, 60n])], [[1000n, cur2, 1000n, cur3]])
    const payment = { sendAsset: cur1, path: [cur2], destinationAsset: cur3, sendAmount: 50n }
    expect(previewStrictSend(payment, market)).toEqual(previewStrictSend(payment, market))
  })
})

test('property: a strict receive of what a strict send brings never costs more, by pools alone', () => {
  const reserve = fc.bigInt(1n, 10n ** 9n)
  fc.assert(
    fc.property(reserve, reserve, reserve, reserve, fc.bigInt(1n, 10n ** 9n), (a, b, c, d, amount) => {
      const market = venues(
        [],
        [
          [a, cur1, b, cur2],
          [c, cur2, d, cur3],
        ],
      )
      const route = { sendAsset: cur1, path: [cur2], destinationAsset: cur3 }
      const sent = previewStrictSend({ ...route, sendAmount: amount }, market)
      if (sent.type !== 'payable') return
      const received = previewStrictReceive({ ...route, destinationAmount: sent.received }, market)
      expect(received.type === 'payable' && received.sent <= amount).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})

test('property: what leaves one hop enters the next, and no offer gives more than it had', () => {
  const anyOffers = (selling: Asset, buying: Asset) =>
    fc
      .array(fc.tuple(anySmallPrice, anySmallStroops), { maxLength: 5 })
      .map((offers) =>
        offers
          .map(([{ n, d }, amount]) => sells(selling, buying, [n, d, adjustOffer({ n, d }, amount, MAX_STROOPS)]))
          .filter(({ amount }) => amount > 0n),
      )
  const cycle = fc.tuple(anyOffers(cur2, cur1), anyOffers(cur1, cur2))
  fc.assert(
    fc.property(cycle, fc.bigInt(1n, 300n), fc.boolean(), (offers, amount, strictSend) => {
      const route = { sendAsset: cur1, path: [cur2, cur1], destinationAsset: cur2 }
      const market = venues(offers.flat())
      const preview = strictSend
        ? previewStrictSend({ ...route, sendAmount: amount }, market)
        : previewStrictReceive({ ...route, destinationAmount: amount }, market)
      if (preview.type !== 'payable') return
      expect(preview.hops.map((hop) => hop.sent)).toEqual([
        preview.sent,
        ...preview.hops.slice(0, -1).map((hop) => hop.received),
      ])
      expect(preview.hops.at(-1)?.received).toBe(preview.received)
      for (const { id, amount: had } of offers.flat()) {
        const given = preview.hops.flatMap((hop) => (hop.type === 'book' ? hop.crossing.changes : []))
        const sum = given.reduce(
          (all, change) => all + (change.type === 'crossed' && change.offer.id === id ? change.wheatReceived : 0n),
          0n,
        )
        expect(sum <= had).toBe(true)
      }
    }),
    { numRuns: 1_000 },
  )
})

import { compareRatios, type Ratio } from '@sdex/primitives'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { turnTrade } from './createHistory.ts'
import type { TradeRow, TradeSide } from './rows.ts'
import { type BucketQuery, type TradeBucket, tradeBuckets } from './tradeBuckets.ts'

type Terms = {
  readonly time: number
  readonly base?: bigint
  readonly counter?: bigint
  readonly price?: readonly [bigint, bigint]
  readonly slippage?: bigint
}

function tradeOf({ time, base = 1n, counter = 1n, price: [n, d] = [1n, 1n], slippage }: Terms, at: number): TradeRow {
  const side = (asset: string, amount: bigint): TradeSide => ({
    type: 'account',
    account: 'G',
    offerId: 1n,
    asset,
    amount,
  })
  return {
    position: BigInt(at + 1),
    operation: BigInt(at + 1),
    index: 0,
    closeTime: time,
    venue: 'orderbook',
    base: side('A', base),
    counter: side('B', counter),
    baseIsSeller: true,
    price: { n, d },
    roundingSlippage: slippage,
  }
}

const MINUTE: BucketQuery = { base: 'A', resolutionMs: 60_000, offsetMs: 0, order: 'asc', limit: 200 }

function bucketsOf(rows: readonly TradeRow[], query: Partial<BucketQuery> = {}): readonly TradeBucket[] {
  const ordered = query.order === 'desc' ? rows.toReversed() : rows
  const pages = [ordered.slice(0, 2), ordered.slice(2)]
  const work = tradeBuckets(pages, { ...MINUTE, ...query })
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}

test('behavior: counts, adds up, and knows first, last, highest and lowest price of each span', () => {
  const terms: readonly Terms[] = [
    { time: 60, base: 10n, counter: 20n, price: [2n, 1n] },
    { time: 100, base: 10n, counter: 30n, price: [3n, 1n] },
    { time: 119, base: 10n, counter: 10n, price: [1n, 1n] },
    { time: 120, base: 10n, counter: 15n, price: [3n, 2n] },
  ]
  expect(bucketsOf(terms.map(tradeOf))).toEqual([
    {
      startMs: 60_000,
      ...{ count: 3, baseVolume: 30n, counterVolume: 60n },
      ...{ high: { n: 3n, d: 1n }, low: { n: 1n, d: 1n }, open: { n: 2n, d: 1n }, close: { n: 1n, d: 1n } },
    },
    {
      startMs: 120_000,
      ...{ count: 1, baseVolume: 10n, counterVolume: 15n },
      ...{ high: { n: 3n, d: 2n }, low: { n: 3n, d: 2n }, open: { n: 3n, d: 2n }, close: { n: 3n, d: 2n } },
    },
  ])
})

test('behavior: of equal prices the later fraction is shown, in either order', () => {
  const rows = [1n, 2n, 3n].map((d, at) => tradeOf({ time: 60, price: [d, d] }, at))
  for (const order of ['asc', 'desc'] as const) {
    expect(bucketsOf(rows, { order })).toMatchObject([
      { high: { n: 3n, d: 3n }, low: { n: 3n, d: 3n }, open: { n: 1n, d: 1n }, close: { n: 3n, d: 3n } },
    ])
  }
})

test('behavior: an offset moves where spans begin', () => {
  const rows = [3 * 3600, 25 * 3600].map((time, at) => tradeOf({ time }, at))
  const day = { resolutionMs: 86_400_000 }
  expect(bucketsOf(rows, day).map(({ startMs }) => startMs / 3_600_000)).toEqual([0, 24])
  expect(bucketsOf(rows, { ...day, offsetMs: 7_200_000 }).map(({ startMs }) => startMs / 3_600_000)).toEqual([2])
})

test('behavior: swaps whose price rounding made meaningless are left out', () => {
  const rows = [999n, 1000n].map((slippage, at) => tradeOf({ time: 60, base: slippage, slippage }, at))
  expect(bucketsOf(rows)).toMatchObject([{ count: 1, baseVolume: 999n }])
})

const anyTerms = fc.record({
  time: fc.integer({ min: 0, max: 900 }),
  base: fc.bigInt(1n, 2n ** 63n - 1n),
  counter: fc.bigInt(1n, 2n ** 63n - 1n),
  price: fc.tuple(fc.bigInt(1n, 5n), fc.bigInt(1n, 5n)),
})
const anyRows = fc.array(anyTerms, { maxLength: 30 }).map((terms) => terms.sort((a, b) => a.time - b.time).map(tradeOf))
const inverse = ({ n, d }: Ratio): Ratio => ({ n: d, d: n })

test('property: newest first gives the same spans as oldest first, the other way round', () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      expect(bucketsOf(rows, { order: 'desc' }).toReversed()).toEqual(bucketsOf(rows))
    }),
  )
})

test('property: seen from the other asset, volumes and prices are turned', () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      const turned = bucketsOf(rows, { base: 'B' }).map((bucket) => ({
        ...bucket,
        ...{ baseVolume: bucket.counterVolume, counterVolume: bucket.baseVolume },
        ...{ high: inverse(bucket.low), low: inverse(bucket.high) },
        ...{ open: inverse(bucket.open), close: inverse(bucket.close) },
      }))
      expect(turned).toEqual(bucketsOf(rows))
      expect(bucketsOf(rows.map(turnTrade))).toEqual(bucketsOf(rows))
    }),
  )
})

test('property: no trade and no stroop is lost, and all prices lie between low and high', () => {
  fc.assert(
    fc.property(anyRows, fc.constantFrom(60_000, 300_000), (rows, resolutionMs) => {
      const buckets = bucketsOf(rows, { resolutionMs })
      expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length)
      expect(buckets.reduce((sum, { baseVolume }) => sum + baseVolume, 0n)).toBe(
        rows.reduce((sum, { base }) => sum + base.amount, 0n),
      )
      for (const { high, low, open, close } of buckets) {
        for (const price of [open, close]) {
          expect(compareRatios(low, price)).toBeLessThanOrEqual(0)
          expect(compareRatios(price, high)).toBeLessThanOrEqual(0)
        }
      }
    }),
  )
})

test('property: a limit cuts, in the order asked for', () => {
  const order = fc.constantFrom('asc' as const, 'desc' as const)
  fc.assert(
    fc.property(anyRows, order, fc.integer({ min: 1, max: 4 }), (rows, asked, limit) => {
      expect(bucketsOf(rows, { order: asked, limit })).toEqual(bucketsOf(rows, { order: asked }).slice(0, limit))
    }),
  )
})

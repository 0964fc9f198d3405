import { convertHop, ExchangeError } from '@sdex/matching'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AssetId } from '../ledger/entries.ts'
import { type FoundPath, findPaths, type PathSearch } from './findPaths.ts'
import type { Markets, PathOffer } from './markets.ts'

type Terms = { readonly amount: bigint; readonly price: readonly [n: number, d: number]; readonly seller?: string }
type Book = readonly [selling: AssetId, buying: AssetId, ...offers: readonly Terms[]]
type Pool = readonly [a: AssetId, b: AssetId, reserveA: bigint, reserveB: bigint]

function marketsOf(books: readonly Book[], pools: readonly Pool[] = []): Markets {
  const pairs = [
    ...books.map(([selling, buying]) => [buying, selling] as const),
    ...pools.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]),
  ]
  return {
    targetsOf: (asset) => pairs.flatMap(([paid, taken]) => (paid === asset ? [taken] : [])).sort(),
    sourcesOf: (asset) => pairs.flatMap(([paid, taken]) => (taken === asset ? [paid] : [])).sort(),
    offers: (selling, buying) => {
      const [, , ...offers] = books.find((book) => book[0] === selling && book[1] === buying) ?? ['', '']
      return offers.map(
        ({ amount, price: [n, d], seller = 'maker' }): PathOffer => ({ amount, price: { n, d }, seller }),
      )
    },
    reserves: (paid, taken) => {
      for (const [a, b, reserveA, reserveB] of pools) {
        if (a === paid && b === taken) return { reserveIn: reserveA, reserveOut: reserveB }
        if (b === paid && a === taken) return { reserveIn: reserveB, reserveOut: reserveA }
      }
      return undefined
    },
    chargesRejectedBook: true,
  }
}

function find(
  markets: Markets,
  search: Omit<PathSearch, 'ends'> & { readonly ends: readonly AssetId[] },
): readonly FoundPath[] {
  const ends = new Map(search.ends.map((end) => [end, undefined]))
  const work = findPaths(markets, { ...search, ends })
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}

const [A, B, C, D, E] = ['A', 'B', 'C', 'D', 'E']
const par = (amount = 1000n): Terms => ({ amount, price: [1, 1] })

test('behavior: what is sent goes forwards through the book', () => {
  const markets = marketsOf([[B, A, { amount: 1000n, price: [2, 1] }]])
  const found = find(markets, { direction: 'strictSend', start: A, amount: 100n, ends: [B] })
  expect(found).toEqual([{ end: B, amount: 50n, path: [] }])
})

test('behavior: what has to arrive goes backwards through the book', () => {
  const markets = marketsOf([[B, A, { amount: 1000n, price: [2, 1] }]])
  const found = find(markets, { direction: 'strictReceive', start: B, amount: 50n, ends: [A] })
  expect(found).toEqual([{ end: A, amount: 100n, path: [] }])
})

test('behavior: a longer way is told after the shorter one that it betters, and names what lies between in the order of payment', () => {
  const markets = marketsOf([
    [D, A, { amount: 1000n, price: [2, 1] }],
    [B, A, par()],
    [C, B, par()],
    [D, C, par()],
  ])
  expect(find(markets, { direction: 'strictSend', start: A, amount: 100n, ends: [D] })).toEqual([
    { end: D, amount: 50n, path: [] },
    { end: D, amount: 100n, path: [B, C] },
  ])
  expect(find(markets, { direction: 'strictReceive', start: D, amount: 100n, ends: [A] })).toEqual([
    { end: A, amount: 200n, path: [] },
    { end: A, amount: 100n, path: [B, C] },
  ])
})

test('behavior: a way has at most three conversions', () => {
  const markets = marketsOf([
    [B, A, par()],
    [C, B, par()],
    [D, C, par()],
    [E, D, par()],
  ])
  expect(find(markets, { direction: 'strictSend', start: A, amount: 1n, ends: [D, E] })).toEqual([
    { end: D, amount: 1n, path: [B, C] },
  ])
})

test('behavior: the end may be the start, if it is traded at all', () => {
  const markets = marketsOf([[B, A, par()]])
  const search = { direction: 'strictSend', amount: 7n } as const
  expect(find(markets, { ...search, start: A, ends: [A] })).toEqual([{ end: A, amount: 7n, path: [] }])
  expect(find(markets, { ...search, start: C, ends: [C] })).toEqual([])
})

test('behavior: of pool and book the better one is taken, whole', () => {
  const pool: Pool = [A, B, 1_000_000n, 1_000_000n]
  const withBook = (price: readonly [number, number]): Markets => marketsOf([[B, A, { amount: 500n, price }]], [pool])
  const search = { direction: 'strictSend', start: A, ends: [B] } as const
  expect(find(withBook([1, 1]), { ...search, amount: 100n })).toMatchObject([{ amount: 100n }])
  expect(find(withBook([11, 10]), { ...search, amount: 100n })).toMatchObject([{ amount: 99n }]) // 90 in the book
  expect(find(withBook([1, 1]), { ...search, amount: 1000n })).toMatchObject([{ amount: 996n }]) // the book cannot fill it
})

test('behavior: the offers of one account can be passed over', () => {
  const markets = marketsOf([[B, A, { ...par(), seller: 'me' }, { amount: 1000n, price: [2, 1] }]])
  const search = { direction: 'strictReceive', start: B, amount: 50n, ends: [A] } as const
  expect(find(markets, search)).toMatchObject([{ amount: 50n }])
  expect(find(markets, { ...search, without: 'me' })).toMatchObject([{ amount: 100n }])
})

test('behavior: an end that has too little serves no way, and still is on the way to others', () => {
  const markets = marketsOf([
    [B, A, par()],
    [C, B, par()],
  ])
  const search = { direction: 'strictReceive', start: C, amount: 10n } as const
  const work = findPaths(markets, {
    ...search,
    ends: new Map([
      [B, 9n],
      [A, 10n],
    ]),
  })
  let step = work.next()
  while (step.done !== true) step = work.next()
  expect(step.value).toEqual([{ end: A, amount: 10n, path: [B] }])
})

test('behavior: a way over more offers than an operation may cross is none', () => {
  const many = (count: number): readonly Terms[] => Array.from({ length: count }, () => par(1n))
  const markets = marketsOf([
    [B, A, ...many(600)],
    [C, B, ...many(600)],
  ])
  const search = { direction: 'strictSend', start: A, ends: [C] } as const
  expect(find(markets, { ...search, amount: 500n })).toMatchObject([{ amount: 500n }])
  expect(find(markets, { ...search, amount: 501n })).toEqual([])
})

test('behavior: however deep a book is, a conversion looks at no more offers than an operation may cross', () => {
  const markets = marketsOf([[B, A, ...Array.from({ length: 5_000 }, () => par(1n))]])
  const work = findPaths(markets, {
    direction: 'strictSend',
    start: A,
    amount: 5_000n,
    ends: new Map([[B, undefined]]),
  })
  expect([...work].every((looked) => looked <= 1_002)).toBe(true)
})

type Way = { readonly amount: bigint; readonly way: readonly AssetId[]; readonly used: number }

function hopOrNone(
  args: Parameters<typeof convertHop<PathOffer>>[0],
): ReturnType<typeof convertHop<PathOffer>> | undefined {
  try {
    return convertHop(args)
  } catch (error) {
    expect(error).toBeInstanceOf(ExchangeError)
    return undefined
  }
}

/** The search as Horizon describes it: each round goes over every asset that was reached, and what a round finds serves the next. */
function findAllOver(markets: Markets, { direction, start, amount, ends }: PathSearch): readonly FoundPath[] {
  const isForwards = direction === 'strictSend'
  const found: FoundPath[] = []
  const note = (asset: AssetId, { amount: at, way }: Way): void => {
    if (!ends.has(asset)) return
    const path = way.slice(1, -1)
    found.push({ end: asset, amount: at, path: isForwards ? path : path.reverse() })
  }
  const isTraded = markets.targetsOf(start).length + markets.sourcesOf(start).length > 0
  let reached = new Map<AssetId, Way>([[start, { amount, way: [start], used: 0 }]])
  if (!isTraded) return found
  note(start, { amount, way: [start], used: 0 })
  for (let round = 1; round <= 3; round += 1) {
    const next = new Map(reached)
    for (const [asset, { amount: given, way, used }] of [...reached].sort(([a], [b]) => (a < b ? -1 : 1))) {
      for (const other of isForwards ? markets.targetsOf(asset) : markets.sourcesOf(asset)) {
        if (way.includes(other) || (round === 3 && !ends.has(other))) continue
        const [sheep, wheat] = isForwards ? [asset, other] : [other, asset]
        const [offers, pool] = [markets.offers(wheat, sheep), markets.reserves(sheep, wheat)]
        const hop = hopOrNone({ rounding: direction, amount: given, offers, pool, maxOffers: 1000 - used })
        if (hop?.type !== 'book' && hop?.type !== 'pool') continue
        const [at, known] = [isForwards ? hop.received : hop.sent, next.get(other)?.amount]
        if (at === 0n || (known !== undefined && (isForwards ? at <= known : at >= known))) continue
        const arrival = { amount: at, way: [...way, other], used: used + hop.offersUsed }
        next.set(other, arrival)
        note(other, arrival)
      }
    }
    reached = next
  }
  return found
}

test('property: going on only from what has changed finds what going over everything finds', () => {
  const asset = fc.constantFrom(A, B, C, D, E)
  const pair = fc.tuple(asset, asset).filter(([a, b]) => a !== b)
  const term = fc.integer({ min: 1, max: 9 })
  const offer = fc.record({ amount: fc.bigInt(1n, 500n), price: fc.tuple(term, term) })
  const book = fc
    .tuple(pair, fc.array(offer, { minLength: 1, maxLength: 3 }))
    .map(
      ([[selling, buying], offers]): Book => [
        selling,
        buying,
        ...offers.sort((a, b) => a.price[0] / a.price[1] - b.price[0] / b.price[1]),
      ],
    )
  const books = fc.uniqueArray(book, { maxLength: 14, selector: ([a, b]) => `${a}${b}` })
  const pools = fc.uniqueArray(
    fc.tuple(pair, fc.bigInt(1n, 5_000n), fc.bigInt(1n, 5_000n)).map(([[a, b], x, y]): Pool => [a, b, x, y]),
    { maxLength: 5, selector: ([a, b]) => [a, b].sort().join('') },
  )
  const direction = fc.constantFrom('strictSend' as const, 'strictReceive' as const)
  let longer = 0
  fc.assert(
    fc.property(books, pools, direction, asset, fc.bigInt(1n, 300n), (withBooks, withPools, way, start, amount) => {
      const markets = marketsOf(withBooks, withPools)
      const search = { direction: way, start, amount }
      const all = findAllOver(markets, { ...search, ends: new Map([C, D, E].map((end) => [end, undefined])) })
      expect(find(markets, { ...search, ends: [C, D, E] })).toEqual(all)
      longer += all.filter(({ path }) => path.length > 0).length
    }),
    { numRuns: 300 },
  )
  expect(longer).toBeGreaterThan(100)
})

import { MAX_PRICE_TERM, MAX_STROOPS, type Price } from '@sdex/primitives'
import { anyPrice, anySmallStroops, anyStroops } from '@sdex/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Deposit, type Depositor, deposit } from './deposit.ts'
import { ExchangeError } from './errors.ts'
import type { PoolState } from './pool.ts'
import { withdraw } from './withdraw.ts'

const pool = (reserveA: bigint, reserveB: bigint, totalShares: bigint): PoolState => ({
  reserveA,
  reserveB,
  totalShares,
})
const empty = pool(0n, 0n, 0n)
const anyPriceAtAll = { minPrice: { n: 1, d: MAX_PRICE_TERM }, maxPrice: { n: MAX_PRICE_TERM, d: 1 } }

type Bounds = { readonly minPrice: Price; readonly maxPrice: Price }

function put(
  into: PoolState,
  [maxAmountA, maxAmountB]: readonly [bigint, bigint],
  bounds: Bounds = anyPriceAtAll,
  by: Depositor = {},
): Deposit {
  return deposit(into, { maxAmountA, maxAmountB, ...bounds }, by)
}

describe('as recorded from stellar-core', () => {
  test('CASE 100: the first deposit sets the price', () => {
    const exactly = { minPrice: { n: 4, d: 9 }, maxPrice: { n: 4, d: 9 } }
    expect(put(empty, [400n, 900n], exactly)).toEqual({
      type: 'deposited',
      amountA: 400n,
      amountB: 900n,
      shares: 600n,
      pool: pool(400n, 900n, 600n),
    })
    expect(put(empty, [400n, 901n], exactly)).toEqual({ type: 'badPrice' })
    expect(put(empty, [401n, 900n], exactly)).toEqual({ type: 'badPrice' })
  })

  test('CASE 101: a later one takes as much as the price allows, rounded up', () => {
    const about = { minPrice: { n: 3, d: 9 }, maxPrice: { n: 5, d: 9 } }
    expect(put(pool(400n, 900n, 600n), [101n, 151n], about)).toEqual({
      type: 'deposited',
      amountA: 67n,
      amountB: 150n,
      shares: 100n,
      pool: pool(467n, 1050n, 700n),
    })
  })

  test('CASE 102: one of the smallest against the largest price term', () => {
    const max = 2n ** 31n - 1n
    const first = put(empty, [1n, max])
    expect(first).toMatchObject({ type: 'deposited', shares: 46340n })
    expect(put(pool(1n, max, 46340n), [1n, max])).toMatchObject({ shares: 46340n, pool: pool(2n, 2n * max, 92680n) })
  })

  test('CASE 103: shares beyond 64 bits on one side do not count; withdrawing all gives back one less', () => {
    const max = MAX_STROOPS - 1000n
    const large = put(pool(900n, 400n, 600n), [max, max])
    expect(large).toMatchObject({
      type: 'deposited',
      shares: 6148914691236516538n,
      amountA: 9223372036854774807n,
      amountB: 4099276460824344359n,
    })
    if (large.type !== 'deposited') return
    expect(withdraw(large.pool, { shares: large.shares })).toMatchObject({
      amountA: 9223372036854774807n,
      amountB: 4099276460824344358n,
    })
  })

  test('CASE 104: a deposit for no share at all is a bad price', () => {
    expect(put(pool(500n, 1000n, 707n), [100n, 1n])).toEqual({ type: 'badPrice' })
    expect(put(pool(500n, 1000n, 707n), [100n, 300n])).toMatchObject({ amountA: 100n, amountB: 200n, shares: 141n })
  })

  test('CASE 105: underfunded comes before a bad price, that before a full line', () => {
    const dear = { minPrice: { n: 2, d: 1 }, maxPrice: { n: 3, d: 1 } }
    for (const into of [empty, pool(400n, 900n, 600n)]) {
      expect(put(into, [400n, 900n], dear, { availableA: 399n, shareRoom: 0n })).toEqual({ type: 'underfunded' })
      expect(put(into, [400n, 900n], dear, { availableB: 899n, shareRoom: 0n })).toEqual({ type: 'underfunded' })
      expect(put(into, [400n, 900n], dear, { shareRoom: 0n })).toEqual({ type: 'badPrice' })
      expect(put(into, [400n, 900n], anyPriceAtAll, { shareRoom: 599n })).toEqual({ type: 'lineFull' })
      expect(
        put(into, [400n, 900n], anyPriceAtAll, { availableA: 400n, availableB: 900n, shareRoom: 600n }),
      ).toMatchObject({
        type: 'deposited',
      })
    }
  })

  test('CASE 106: a pool can be full', () => {
    expect(put(pool(400n, 900n, 600n), [MAX_STROOPS, MAX_STROOPS])).toEqual({ type: 'poolFull' })
  })

  test('error: a pool that no ledger can hold', () => {
    expect(() => put(pool(1n, 1n, 3n), [MAX_STROOPS, MAX_STROOPS])).toThrow(ExchangeError)
    expect(() => put(pool(0n, 1n, 3n), [5n, 5n])).toThrow(ExchangeError)
  })
})

const amount = fc.oneof(anySmallStroops, anyStroops).filter((stroops) => stroops > 0n)
const amounts = fc.tuple(amount, amount)
const thorough = { numRuns: 2_000 }

/** A pool as deposits and trades leave it: both reserves grow against the shares. */
const anyPool: fc.Arbitrary<PoolState> = fc
  .tuple(amounts, anySmallStroops, anySmallStroops)
  .map(([first, feesA, feesB]) => {
    const made = put(empty, first)
    if (made.type !== 'deposited') return empty
    return pool(made.amountA + feesA, made.amountB + feesB, made.shares)
  })
  .filter(
    ({ reserveA, reserveB, totalShares }) => totalShares > 0n && reserveA <= MAX_STROOPS && reserveB <= MAX_STROOPS,
  )

describe('any deposit', () => {
  test('property: takes at most what was offered, and nothing is lost', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constant(empty), anyPool), amounts, (into, max) => {
        const made = put(into, max)
        if (made.type !== 'deposited') return
        expect(made.amountA <= max[0] && made.amountB <= max[1]).toBe(true)
        expect(made.amountA > 0n && made.amountB > 0n && made.shares > 0n).toBe(true)
        const { reserveA, reserveB, totalShares } = into
        expect(made.pool).toEqual(pool(reserveA + made.amountA, reserveB + made.amountB, totalShares + made.shares))
      }),
      thorough,
    )
  })

  test('property: a share is worth no less to those who had theirs before', () => {
    fc.assert(
      fc.property(anyPool, amounts, (into, max) => {
        const made = put(into, max)
        if (made.type !== 'deposited') return
        expect(made.pool.reserveA * into.totalShares >= into.reserveA * made.pool.totalShares).toBe(true)
        expect(made.pool.reserveB * into.totalShares >= into.reserveB * made.pool.totalShares).toBe(true)
      }),
      thorough,
    )
  })

  test('property: withdrawing what was deposited never gains', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constant(empty), anyPool), amounts, (into, max) => {
        const made = put(into, max)
        if (made.type !== 'deposited') return
        const back = withdraw(made.pool, { shares: made.shares })
        expect(back.type).toBe('withdrawn')
        if (back.type === 'withdrawn') expect(back.amountA <= made.amountA && back.amountB <= made.amountB).toBe(true)
      }),
      thorough,
    )
  })

  test('property: the price of what was deposited is within the bounds', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constant(empty), anyPool),
        amounts,
        anyPrice,
        anyPrice,
        (into, max, minPrice, maxPrice) => {
          const made = put(into, max, { minPrice, maxPrice })
          if (made.type !== 'deposited') return
          expect(made.amountA * BigInt(minPrice.d) >= made.amountB * BigInt(minPrice.n)).toBe(true)
          expect(made.amountA * BigInt(maxPrice.d) <= made.amountB * BigInt(maxPrice.n)).toBe(true)
        },
      ),
      thorough,
    )
  })

  test('property: the first shares are the root of the product, rounded down', () => {
    fc.assert(
      fc.property(amounts, ([a, b]) => {
        const made = put(empty, [a, b])
        if (made.type !== 'deposited') return
        expect(made.shares * made.shares <= a * b && (made.shares + 1n) * (made.shares + 1n) > a * b).toBe(true)
      }),
      thorough,
    )
  })
})

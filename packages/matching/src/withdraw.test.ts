import { anySmallStroops, anyStroops } from '@sdex/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExchangeError } from './errors.ts'
import type { PoolState } from './pool.ts'
import { withdraw } from './withdraw.ts'

const pool = (reserveA: bigint, reserveB: bigint, totalShares: bigint): PoolState => ({
  reserveA,
  reserveB,
  totalShares,
})

describe('as recorded from stellar-core', () => {
  test('CASE 107: rounding favours the pool, and the last shares take everything', () => {
    const first = withdraw(pool(90n, 24n, 46n), { shares: 2n })
    expect(first).toEqual({ type: 'withdrawn', amountA: 3n, amountB: 1n, pool: pool(87n, 23n, 44n) })
    expect(withdraw(pool(87n, 23n, 44n), { shares: 44n })).toEqual({
      type: 'withdrawn',
      amountA: 87n,
      amountB: 23n,
      pool: pool(0n, 0n, 0n),
    })
  })

  test('CASE 108: one of the amounts can be 0', () => {
    expect(withdraw(pool(1n, 10n, 3n), { shares: 2n, minAmountA: 0n, minAmountB: 6n })).toEqual({
      type: 'withdrawn',
      amountA: 0n,
      amountB: 6n,
      pool: pool(1n, 4n, 1n),
    })
  })

  test('CASE 109: less than the minimum', () => {
    const of = pool(200n, 50n, 100n)
    expect(withdraw(of, { shares: 100n, minAmountA: 201n })).toEqual({ type: 'underMinimum', asset: 'A' })
    expect(withdraw(of, { shares: 100n, minAmountB: 51n })).toEqual({ type: 'underMinimum', asset: 'B' })
    expect(withdraw(of, { shares: 100n, minAmountA: 200n, minAmountB: 50n })).toMatchObject({ type: 'withdrawn' })
  })

  test("CASE 110: a full line for A comes before B's minimum", () => {
    const order = { shares: 100n, minAmountB: 51n }
    expect(withdraw(pool(200n, 50n, 100n), order, { roomA: 199n })).toEqual({ type: 'lineFull', asset: 'A' })
    expect(withdraw(pool(200n, 50n, 100n), { shares: 100n }, { roomA: 200n, roomB: 49n })).toEqual({
      type: 'lineFull',
      asset: 'B',
    })
  })
})

describe('limits', () => {
  test('behavior: too few shares come first', () => {
    const order = { shares: 10n, minAmountA: 1000n }
    expect(withdraw(pool(200n, 50n, 100n), order, { shareBalance: 9n })).toEqual({ type: 'underfunded' })
  })

  test('behavior: nothing fits on a line that is over its limit', () => {
    expect(withdraw(pool(1n, 10n, 3n), { shares: 2n }, { roomA: -5n, roomB: 6n })).toMatchObject({
      type: 'withdrawn',
      amountA: 0n,
    })
  })

  test('error: more shares than there are', () => {
    expect(() => withdraw(pool(200n, 50n, 100n), { shares: 101n })).toThrow(ExchangeError)
    expect(() => withdraw(pool(0n, 0n, 0n), { shares: 0n })).toThrow(ExchangeError)
  })
})

test('property: nothing is lost, and a share is worth no less to those who stay', () => {
  const amount = fc.oneof(anySmallStroops, anyStroops).filter((stroops) => stroops > 0n)
  fc.assert(
    fc.property(amount, amount, amount, amount, (reserveA, reserveB, totalShares, any) => {
      const shares = any % totalShares
      const made = withdraw(pool(reserveA, reserveB, totalShares), { shares })
      if (made.type !== 'withdrawn') return expect.fail(made.type)
      expect(made.pool).toEqual(pool(reserveA - made.amountA, reserveB - made.amountB, totalShares - shares))
      expect(made.pool.reserveA * totalShares >= reserveA * made.pool.totalShares).toBe(true)
      expect(made.pool.reserveB * totalShares >= reserveB * made.pool.totalShares).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

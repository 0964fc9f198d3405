import { MAX_STROOPS } from '@sdex/primitives'
import { anySmallStroops, anyStroops } from '@sdex/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type PoolSwap, swapStrictReceive, swapStrictSend } from './swap.ts'

const reserves = (reserveIn: bigint, reserveOut: bigint) => ({ reserveIn, reserveOut })

function amounts(swap: PoolSwap): unknown {
  return swap.type === 'swapped' ? [swap.sent, swap.received] : swap.reason
}

describe('as recorded from stellar-core', () => {
  test('CASE 87: the fee is 30 basis points', () => {
    expect(amounts(swapStrictSend(reserves(10000n, 20000n), 10031n))).toEqual([10031n, 10000n])
    expect(amounts(swapStrictReceive(reserves(10000n, 20000n), 10000n))).toEqual([10031n, 10000n])
  })

  test('CASE 88: both ways at 1000 and 2000', () => {
    expect(amounts(swapStrictSend(reserves(1000n, 2000n), 1003n))).toEqual([1003n, 999n])
    expect(amounts(swapStrictSend(reserves(1000n, 2000n), 1004n))).toEqual([1004n, 1000n])
    expect(amounts(swapStrictReceive(reserves(1000n, 2000n), 1000n))).toEqual([1004n, 1000n])
  })

  test('CASE 89: all but one of a reserve can be had, the last one not', () => {
    expect(swapStrictReceive(reserves(1000n, 1000n), 999n)).toEqual({
      type: 'swapped',
      sent: 1002007n,
      received: 999n,
      reserveIn: 1003007n,
      reserveOut: 1n,
    })
    expect(amounts(swapStrictReceive(reserves(1000n, 1000n), 1000n))).toBe('exceedsReserve')
  })

  test('CASE 90: a stroop buys nothing at 1000 and 1000', () => {
    expect(amounts(swapStrictSend(reserves(1000n, 1000n), 1n))).toBe('yieldsNothing')
  })

  test('CASE 91: reserves cannot exceed what the ledger can hold', () => {
    const nearlyFull = reserves(MAX_STROOPS - 10n, MAX_STROOPS - 10n)
    expect(amounts(swapStrictSend(nearlyFull, 11n))).toBe('full')
    expect(amounts(swapStrictSend(nearlyFull, 10n))).toEqual([10n, 9n])
    expect(amounts(swapStrictReceive(nearlyFull, 10n))).toBe('full')
    expect(amounts(swapStrictReceive(nearlyFull, 9n))).toEqual([10n, 9n])
  })

  test('CASE 92: large reserves', () => {
    const large = reserves(10n ** 12n, 5n * 10n ** 11n)
    expect(amounts(swapStrictSend(large, 10n ** 9n))).toEqual([10n ** 9n, 498003490n])
    expect(amounts(swapStrictReceive(large, 10n ** 8n))).toEqual([200641934n, 10n ** 8n])
  })

  test('behavior: a pool without deposits trades nothing', () => {
    expect(amounts(swapStrictSend(reserves(0n, 0n), 5n))).toBe('empty')
    expect(amounts(swapStrictReceive(reserves(0n, 0n), 5n))).toBe('empty')
  })
})

const amount = fc.oneof(anySmallStroops, anyStroops)
const thorough = { numRuns: 3_000 }

describe('any pool', () => {
  test('property: the product of the reserves never falls, and nothing is lost', () => {
    fc.assert(
      fc.property(amount, amount, amount, fc.constantFrom(swapStrictSend, swapStrictReceive), (x, y, traded, swap) => {
        const swapped = swap(reserves(x, y), traded)
        if (swapped.type === 'refused') return
        expect(swapped.reserveIn * swapped.reserveOut >= x * y).toBe(true)
        expect([swapped.reserveIn, swapped.reserveOut]).toEqual([x + swapped.sent, y - swapped.received])
        expect(swapped.reserveOut > 0n && swapped.reserveIn <= MAX_STROOPS).toBe(true)
      }),
      thorough,
    )
  })

  test('property: sending what a strict receive costs brings at least as much, and one stroop less brings less', () => {
    fc.assert(
      fc.property(amount, amount, amount, (x, y, out) => {
        const receive = swapStrictReceive(reserves(x, y), out)
        if (receive.type === 'refused' || out === 0n) return
        const send = swapStrictSend(reserves(x, y), receive.sent)
        expect(send.type === 'swapped' && send.received >= out).toBe(true)
        const less = swapStrictSend(reserves(x, y), receive.sent - 1n)
        expect(less.type === 'refused' || less.received < out).toBe(true)
      }),
      thorough,
    )
  })

  test('property: a strict receive of what a strict send brought costs at most as much', () => {
    fc.assert(
      fc.property(amount, amount, amount, (x, y, paid) => {
        const send = swapStrictSend(reserves(x, y), paid)
        if (send.type === 'refused') return
        const receive = swapStrictReceive(reserves(x, y), send.received)
        expect(receive.type === 'swapped' && receive.sent <= paid).toBe(true)
      }),
      thorough,
    )
  })

  test('property: going there and back loses', () => {
    fc.assert(
      fc.property(amount, amount, amount, (x, y, paid) => {
        const there = swapStrictSend(reserves(x, y), paid)
        if (there.type === 'refused') return
        const back = swapStrictSend(reserves(there.reserveOut, there.reserveIn), there.received)
        expect(back.type === 'refused' || back.received < paid).toBe(true)
      }),
      thorough,
    )
  })

  test('property: sending more never brings less', () => {
    fc.assert(
      fc.property(amount, amount, amount, anySmallStroops, (x, y, paid, more) => {
        const [small, large] = [swapStrictSend(reserves(x, y), paid), swapStrictSend(reserves(x, y), paid + more)]
        if (small.type === 'swapped' && large.type === 'swapped') expect(large.received >= small.received).toBe(true)
      }),
      thorough,
    )
  })
})

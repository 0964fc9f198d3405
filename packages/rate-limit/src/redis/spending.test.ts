import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { createFallbackShare } from './fallbackShare.ts'
import { storeWithinShare } from './spending.ts'
import type { StoreLeases } from './storeLeases.ts'

const budget = { capacity: 20, tokenMs: 1_000, marginMs: 0, reserved: 0, leaseMs: 250 }

/** A store with some tokens on lease, of which this process may spend half of 20. */
function within(leased: number) {
  const share = createFallbackShare({ budget, processes: 2, tokens: 20, clock: createVirtualClock() })
  const told: string[] = []
  const tell = (what: string) => (amount: number) => void told.push(`${what} ${amount}`)
  const store: Parameters<typeof storeWithinShare>[0] = {
    tokens: () => leased,
    leased: () => leased,
    msUntil: (tokens) => Math.max(0, tokens - leased) * 1_000,
    spend: tell('spend'),
    lease: ({ wanted }) => tell('lease')(wanted),
    spendTurn: tell('turn'),
    lower: tell('lower'),
    hold: tell('hold'),
  } satisfies Partial<StoreLeases> as StoreLeases
  return { spending: storeWithinShare(store, share), share, told }
}

test('behavior: within a share no more can be spent than both the share and the store hold', () => {
  for (const { leased, most } of [
    { leased: 15, most: 10 },
    { leased: 4, most: 4 },
  ]) {
    const { spending } = within(leased)
    expect([spending.tokens(), spending.leased()]).toEqual([most, most])
    expect([spending.msUntil(most) > 0, spending.msUntil(most + 1) > 0]).toEqual([false, true])
  }
})

test('behavior: within a share no more is leased than it holds, and nothing that is of no use', () => {
  const { spending, told } = within(0)
  spending.lease({ wanted: 50, atLeast: 2, reserve: 1 })
  spending.lease({ wanted: 50, atLeast: 10, reserve: 1 })
  expect(told).toEqual(['lease 9'])
})

test('behavior: within a share the store is told of everything at once, and so not again after the next outage', () => {
  const { spending, share, told } = within(15)
  spending.spend(2)
  expect([share.read(), share.takeSpent()]).toEqual([8, 0])
  spending.spendTurn(3)
  expect([share.read(), share.takeSpent()]).toEqual([5, 0])
  spending.lower(4)
  expect(share.read()).toBe(4)
  spending.hold(7_000)
  expect([share.read(), share.msUntil(1)]).toEqual([0, 7_000])
  expect(told).toEqual(['spend 2', 'turn 3', 'lower 4', 'hold 7000'])
})

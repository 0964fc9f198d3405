import { expect, test } from 'vitest'
import { upperTimeMargin } from './timeMargin.ts'

test('behavior: two ledgers, rounded up to whole seconds', () => {
  const margin = (ledgerMs: number | 'manual'): number =>
    upperTimeMargin({ ledgerMs, lastCloseTime: 100, nowMs: 100_999 })
  expect([5_000, 1_000, 500, 200, 'manual' as const].map(margin)).toEqual([10, 2, 1, 1, 10])
})

test('behavior: the time that the clock ran on since the last close is added', () => {
  expect(upperTimeMargin({ ledgerMs: 5_000, lastCloseTime: 100, nowMs: 103_500 })).toBe(13)
  expect(upperTimeMargin({ ledgerMs: 5_000, lastCloseTime: 100, nowMs: 90_000 })).toBe(10)
})

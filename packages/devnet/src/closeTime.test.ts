import { expect, test } from 'vitest'
import { nextCloseTime } from './closeTime.ts'

test('behavior: ledgers of a second or more follow the clock and always rise', () => {
  expect(nextCloseTime({ isRising: true, lastCloseTime: 100, nowMs: 105_900 })).toBe(105)
  expect(nextCloseTime({ isRising: true, lastCloseTime: 100, nowMs: 100_500 })).toBe(101)
  expect(nextCloseTime({ isRising: true, lastCloseTime: 100, nowMs: 90_000 })).toBe(101)
})

test('behavior: others may share a second, and never fall', () => {
  expect(nextCloseTime({ isRising: false, lastCloseTime: 100, nowMs: 100_500 })).toBe(100)
  expect(nextCloseTime({ isRising: false, lastCloseTime: 100, nowMs: 90_000 })).toBe(100)
  expect(nextCloseTime({ isRising: false, lastCloseTime: 100, nowMs: 101_000 })).toBe(101)
})

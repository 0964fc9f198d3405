import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { createStoreLevel } from './storeLevel.ts'

test('behavior: tokens come back at the ticks of the store, whenever it was last heard of', async () => {
  const clock = createVirtualClock(10_000)
  const level = createStoreLevel(5, 1_000, clock)
  level.set(0, 9_700)
  expect([level.read(), level.msUntil(1), level.msUntil(3)]).toEqual([0, 700, 2_700])
  await clock.advance(650)
  level.set(0)
  expect(level.msUntil(1)).toBe(50)
  await clock.advance(50)
  expect([level.read(), level.msUntil(1)]).toEqual([1, 0])
  await clock.advance(60_000)
  expect(level.read()).toBe(5)
})

test('behavior: below nothing it takes as many ticks to come back', async () => {
  const clock = createVirtualClock()
  const level = createStoreLevel(5, 1_000, clock)
  level.set(-6)
  expect(level.msUntil(1)).toBe(7_000)
  await clock.advance(7_000)
  expect(level.read()).toBe(1)
})

test('behavior: a clock set back an hour does not stop it for an hour', () => {
  let nowMs = 10_000_000
  const level = createStoreLevel(5, 1_000, { now: () => nowMs, setTimer: () => expect.fail('it needs no timer') })
  level.set(0, nowMs - 300)
  nowMs -= 3_600_000
  expect(level.msUntil(1)).toBe(700)
  nowMs += 700
  expect(level.read()).toBe(1)
})

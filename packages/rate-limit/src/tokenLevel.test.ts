import type { Clock } from '@sdex/primitives'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createGcraServer } from '../test/gcraServer.ts'
import { createTokenLevel } from './tokenLevel.ts'

/** A clock that is set by hand: nothing here waits. */
function handClock(): Clock & { atMs: number } {
  const clock = { atMs: 1_000_000, now: () => clock.atMs, setTimer: () => () => {} }
  return clock
}

const horizon = { capacity: 101, tokenMs: 1_000, marginMs: 50 }

test('behavior: full at first, and a token comes back each interval once the margin has passed', () => {
  const clock = handClock()
  const level = createTokenLevel(horizon, clock)
  level.spend(101)
  expect([level.read(), level.msUntil(1), level.msUntil(3)]).toEqual([0, 1_050, 3_050])
  clock.atMs += 1_049
  expect([level.read(), level.msUntil(1)]).toEqual([0, 1])
  clock.atMs += 1
  expect(level.read()).toBe(1)
  level.spend(1)
  expect(level.msUntil(1)).toBe(1_000)
  clock.atMs += 1_000_000
  expect(level.read()).toBe(101)
})

test('behavior: never holds more than its capacity, however long nothing is spent', () => {
  const clock = handClock()
  const level = createTokenLevel(horizon, clock)
  clock.atMs += 1e9
  level.spend(1)
  expect([level.read(), level.msUntil(101)]).toEqual([100, 1_050])
})

test('behavior: a clock set back an hour does not stop the budget for an hour', () => {
  const clock = handClock()
  const level = createTokenLevel(horizon, clock)
  level.spend(101)
  clock.atMs -= 3_600_000
  expect(level.msUntil(1)).toBe(1_050)
  clock.atMs += 1_050
  expect(level.read()).toBe(1)
})

test('behavior: a turn that takes a part of a token takes it after the clock was set back too', () => {
  const clock = handClock()
  const level = createTokenLevel({ ...horizon, marginMs: 0 }, clock)
  level.spendTurn(102)
  clock.atMs -= 3_600_000
  level.read()
  clock.atMs += 3_500
  level.spendTurn(4)
  expect(level.msUntil(1)).toBe(1_000)
})

test('behavior: lower and hold take away and never give', () => {
  const clock = handClock()
  const level = createTokenLevel(horizon, clock)
  level.lower(200)
  expect(level.read()).toBe(101)
  level.lower(40)
  expect([level.read(), level.msUntil(41)]).toEqual([40, 1_000])
  level.hold(7_000)
  expect([level.read(), level.msUntil(1), level.msUntil(2)]).toEqual([0, 7_000, 8_000])
  level.hold(3_000)
  expect(level.msUntil(1)).toBe(7_000)
})

test('behavior: a million tokens a second do not lose their count to rounding', () => {
  const clock = handClock()
  clock.atMs = 1.7e12
  const level = createTokenLevel({ capacity: 1_000_001, tokenMs: 0.001, marginMs: 0 }, clock)
  level.spend(1_000_001)
  let spent = 0
  for (let ms = 1; ms <= 1_000; ms += 1) {
    clock.atMs += 1
    spent += level.read()
    level.spend(level.read())
  }
  expect(Math.abs(spent - 1_000_000)).toBeLessThanOrEqual(1)
})

test('property: whatever is spent and however it travels, a server with the same budget never refuses', () => {
  const step = fc.record({
    waitMs: fc
      .tuple(fc.nat({ max: 3 }), fc.integer({ min: -60, max: 60 }))
      .map(([intervals, offMs]) => Math.max(0, intervals * 1_000 + offMs)), // where a token is about to come
    spend: fc.constantFrom(1, 2, Number.POSITIVE_INFINITY),
    travelMs: fc.constantFrom(0, 25, 50),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.nat({ max: 4 }), (steps, burst) => {
      const clock = handClock()
      const level = createTokenLevel({ capacity: burst + 1, tokenMs: 1_000, marginMs: 50 }, clock)
      const arrivals: number[] = []
      for (const { waitMs, spend, travelMs } of steps) {
        clock.atMs += waitMs
        const tokens = Math.min(spend, level.read())
        level.spend(tokens)
        for (let token = 0; token < tokens; token += 1) arrivals.push(clock.atMs + travelMs)
      }
      const server = createGcraServer(3_600, burst)
      for (const atMs of arrivals.sort((a, b) => a - b)) server.request(atMs)
      expect(server.refused).toBe(0)
    }),
    { numRuns: 3_000 },
  )
})

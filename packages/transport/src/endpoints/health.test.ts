import { seededRandom } from '@sdex/primitives'
import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { createHealth } from './health.ts'

test('behavior: the average latency begins with the first answer, also with one of 0 ms', () => {
  const health = createHealth({ clock: createVirtualClock(), random: seededRandom(1) })
  expect(health.latencyMs).toBeUndefined()
  health.answered({ isGood: true, latencyMs: 0 })
  health.answered({ isGood: true, latencyMs: 100 })
  expect(health.latencyMs).toBe(20)
})

test('behavior: after each probe that fails a server is left alone for twice as long, up to 8 s, and after an answer for 1 s again', async () => {
  const clock = createVirtualClock()
  const health = createHealth({ clock, random: () => 1 })
  const closedForMs = async (): Promise<number> => {
    const startMs = clock.now()
    while (!health.isAllowed) await clock.advance(500)
    return clock.now() - startMs
  }
  const fail = (): void => health.failed(new Error('No answer.'))
  for (let count = 0; count < 3; count += 1) fail()
  for (const openMs of [1_000, 2_000, 4_000, 8_000, 8_000]) {
    expect(await closedForMs()).toBe(openMs)
    health.enter()
    fail()
  }
  health.answered({ isGood: true, latencyMs: 1 })
  for (let count = 0; count < 3; count += 1) fail()
  expect(await closedForMs()).toBe(1_000)
})

test.each([
  [0, 500],
  [1, 1_000],
])('behavior: chance spreads the first probe: by %d it is due after %d ms', async (chance, dueMs) => {
  const clock = createVirtualClock()
  const health = createHealth({ clock, random: () => chance })
  for (let count = 0; count < 3; count += 1) health.failed(new Error('No answer.'))
  await clock.advance(dueMs - 1)
  expect(health.isAllowed).toBe(false)
  await clock.advance(1)
  expect(health.isAllowed).toBe(true)
})

test('behavior: of the times that a server named the last one holds, up to an hour, also where the clock is put back', () => {
  let nowMs = 10_000_000
  const clock = { ...createVirtualClock(), now: () => nowMs }
  const health = createHealth({ clock, random: seededRandom(1) })
  health.hold(40_000)
  health.hold(5_000)
  expect(health.heldMs).toBe(40_000)
  health.hold(86_400_000)
  expect(health.heldMs).toBe(3_600_000)
  nowMs -= 5_000_000
  expect(health.heldMs).toBe(3_600_000)
})

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

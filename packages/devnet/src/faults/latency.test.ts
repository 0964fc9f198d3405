import { seededRandom } from '@sdex/primitives'
import { expect, test } from 'vitest'
import type { LatencyDistribution } from './fault.ts'
import { sampleLatency } from './latency.ts'

const samples = (distribution: LatencyDistribution): readonly number[] => {
  const random = seededRandom(4)
  return Array.from({ length: 20_000 }, () => sampleLatency(distribution, random)).sort((a, b) => a - b)
}

test('behavior: a fixed latency is what it says', () => {
  expect(new Set(samples({ type: 'fixed', ms: 12 }))).toEqual(new Set([12]))
})

test('behavior: a uniform one fills its span', () => {
  const sorted = samples({ type: 'uniform', minMs: 100, maxMs: 200 })
  expect(sorted[0]).toBeGreaterThanOrEqual(100)
  expect(sorted.at(-1)).toBeLessThan(200)
  expect(sorted[10_000]).toBeGreaterThan(147)
  expect(sorted[10_000]).toBeLessThan(153)
})

test('behavior: a log-normal one has its median in the middle and a long tail up to its bound', () => {
  const sorted = samples({ type: 'logNormal', medianMs: 50, sigma: 1, maxMs: 1_000 })
  expect(sorted[10_000]).toBeGreaterThan(48)
  expect(sorted[10_000]).toBeLessThan(52)
  expect(sorted[19_800]).toBeGreaterThan(450) // e^2.33 is 10.2
  expect(sorted[19_800]).toBeLessThan(570)
  expect(sorted.at(-1)).toBe(1_000)
})

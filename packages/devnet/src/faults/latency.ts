import type { Random } from '@sdex/primitives'
import type { LatencyDistribution } from './fault.ts'

const DEFAULT_MAX_MS = 60_000

/** One value of a distribution, in milliseconds. */
export function sampleLatency(distribution: LatencyDistribution, random: Random): number {
  switch (distribution.type) {
    case 'fixed':
      return distribution.ms
    case 'uniform':
      return distribution.minMs + random() * (distribution.maxMs - distribution.minMs)
    case 'logNormal': {
      const { medianMs, sigma, maxMs = DEFAULT_MAX_MS } = distribution
      return Math.min(medianMs * Math.exp(sigma * normal(random)), maxMs)
    }
  }
}

/** A standard normal value (Box and Muller). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

import { createHistogram } from 'node:perf_hooks'

/** Percentiles in ms; `null` while nothing was measured. */
export type LatencyFigures = { readonly p50: number | null; readonly p99: number | null }

export type Latency = { record(ms: number): void; read(): LatencyFigures }

/** Collects durations in constant memory, to three significant figures. */
export function createLatency(): Latency {
  const histogram = createHistogram({ lowest: 1, highest: 3_600_000_000, figures: 3 })
  const percentile = (share: number): number | null =>
    histogram.count === 0 ? null : Math.round(histogram.percentile(share) / 100) / 10
  return {
    record: (ms) => histogram.record(Math.max(1, Math.round(ms * 1000))),
    read: () => ({ p50: percentile(50), p99: percentile(99) }),
  }
}

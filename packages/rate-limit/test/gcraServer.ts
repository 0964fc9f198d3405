import type { ObservedAnswer } from '../src/types.ts'

/** A server that limits as Horizon does: GCRA with one theoretical arrival time, and its headers. */
export type GcraServer = {
  /** A request that arrives. */
  request(atMs: number): ObservedAnswer
  readonly admitted: number
  readonly refused: number
}

/** Written from GCRA's own formulas, so that it shares no idea of a bucket with the code it judges. */
export function createGcraServer(requestsPerHour: number, burst: number): GcraServer {
  const intervalMs = 3_600_000 / requestsPerHour
  const toleranceMs = burst * intervalMs
  const toSeconds = (ms: number): number => Math.ceil(ms / 1_000) * 1_000
  const counts = { admitted: 0, refused: 0 }
  let theoreticalMs = Number.NEGATIVE_INFINITY

  const request = (atMs: number): ObservedAnswer => {
    const dueMs = Math.max(theoreticalMs, atMs)
    const lateByMs = dueMs - toleranceMs - atMs
    if (lateByMs > 1e-6) {
      counts.refused += 1
      return { status: 429, remaining: 0, resetMs: toSeconds(dueMs - atMs), retryAfterMs: toSeconds(lateByMs) }
    }
    counts.admitted += 1
    theoreticalMs = dueMs + intervalMs
    const remaining = Math.floor((atMs + toleranceMs + intervalMs - theoreticalMs) / intervalMs + 1e-9)
    return { status: 200, remaining, resetMs: toSeconds(theoreticalMs - atMs) }
  }
  return {
    request,
    get admitted() {
      return counts.admitted
    },
    get refused() {
      return counts.refused
    },
  }
}

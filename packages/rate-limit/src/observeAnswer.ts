import type { Clock } from '@sdex/primitives'
import type { LeaseSource } from './leaseSource.ts'
import type { Bucket } from './tokenLevel.ts'
import type { ObservedAnswer } from './types.ts'

const FIRST_BACKOFF_MS = 1_000
const MAX_BACKOFF_MS = 60_000
const MAX_PAUSE_MS = 3_600_000

/**
 * Applies what answers say to the estimate, and only ever lowers it: an answer is older than what was sent since.
 *
 * @remarks A server counts whole tokens and its answer travels, so a difference of one token proves nothing; taking it for a lack would cost part of
 * a token with every request. A 429 that arrives during the pause of another was sent before it, and does not make it longer by a step.
 */
export function createObserver(source: LeaseSource, bucket: Bucket, clock: Clock): (answer: ObservedAnswer) => void {
  let refusals = 0
  let pause = { fromMs: 0, untilMs: 0 }
  /** A clock that stands before its beginning was set back: what is left of the pause is not known, and the next 429 begins another. */
  const isPaused = (): boolean => pause.fromMs <= clock.now() && clock.now() < pause.untilMs

  const refused = (retryAfterMs: number | undefined): void => {
    const wasPaused = isPaused()
    if (wasPaused && !isPositive(retryAfterMs)) return
    if (!wasPaused) refusals += 1
    const backoffMs = Math.min(FIRST_BACKOFF_MS * 2 ** (refusals - 1), MAX_BACKOFF_MS)
    const pauseMs = isPositive(retryAfterMs) ? Math.min(retryAfterMs, MAX_PAUSE_MS) : backoffMs
    source.hold(pauseMs)
    const untilMs = clock.now() + pauseMs
    pause = wasPaused ? { ...pause, untilMs: Math.max(pause.untilMs, untilMs) } : { fromMs: clock.now(), untilMs }
  }
  return ({ status, remaining, resetMs, retryAfterMs, ageMs = 0 }) => {
    if (status === 429) return refused(retryAfterMs)
    if (!isPaused()) refusals = 0
    const leftThen = isCount(remaining) ? remaining : leftFromReset(resetMs, bucket)
    if (leftThen === undefined) return
    const left = leftThen + (isPositive(ageMs) ? Math.floor(ageMs / bucket.tokenMs) : 0)
    if (source.tokens() > left + 1) source.lower(Math.floor(left))
  }
}

function leftFromReset(resetMs: number | undefined, { capacity, tokenMs }: Bucket): number | undefined {
  return isPositive(resetMs) ? Math.max(0, Math.floor(capacity - resetMs / tokenMs)) : undefined
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && value >= 0
}

function isPositive(value: number | undefined): value is number {
  return value !== undefined && value > 0
}

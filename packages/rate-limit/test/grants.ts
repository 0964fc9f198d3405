import type { LimitedRequest, RateLimiter } from '../src/types.ts'

/** Asks for `count` requests at once and notes, in order, when each was granted: ms since the asking. */
export function noteGrants(limiter: RateLimiter, count: number, request: LimitedRequest): number[] {
  return note(count, () => limiter.acquire(request))
}

/** As {@link noteGrants}, by `run()` of work that takes no time. */
export function noteRuns(limiter: RateLimiter, count: number, request: LimitedRequest): number[] {
  return note(count, () => limiter.run(request, async () => {}))
}

function note(count: number, ask: () => Promise<void>): number[] {
  const startMs = Date.now()
  const grantedAfterMs: number[] = []
  for (let index = 0; index < count; index += 1) {
    ask().then(
      () => grantedAfterMs.push(Date.now() - startMs),
      () => {}, // a limiter that closes at the end of a test refuses who waits
    )
  }
  return grantedAfterMs
}

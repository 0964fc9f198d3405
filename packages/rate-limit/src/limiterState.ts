import { type LeaseSource, reserveFor } from './leaseSource.ts'
import type { Permits } from './permits.ts'
import type { RequestQueue } from './requestQueue.ts'
import type { RateLimiterState } from './types.ts'

/** Reads how the budget stands now. */
export function readState(leases: LeaseSource, queue: RequestQueue, permits: Permits): RateLimiterState {
  const { priority, weight } = queue.first() ?? { priority: 'market', weight: 1 }
  const tokens = leases.tokens()
  return {
    ...leases.standing(),
    tokens,
    leased: Math.min(leases.leased(), tokens),
    queued: countsOf(queue),
    running: permits.inUse(),
    nextGrantInMs: leases.msUntil(weight + reserveFor(priority, leases)),
  }
}

function countsOf({ count }: RequestQueue): RateLimiterState['queued'] {
  return {
    submission: count('submission'),
    account: count('account'),
    market: count('market'),
    background: count('background'),
  }
}

import { type LeaseSource, reserveFor } from './leaseSource.ts'
import type { RateLimiterState } from './types.ts'
import type { WaitingLines } from './waitingLines.ts'

/** Reads how the budget stands now. */
export function readState(leases: LeaseSource, lines: WaitingLines): RateLimiterState {
  const { priority, weight } = lines.first() ?? { priority: 'market', weight: 1 }
  const tokens = leases.tokens()
  return {
    ...leases.standing(),
    tokens,
    leased: Math.min(leases.leased(), tokens),
    queued: countsOf(lines),
    running: lines.running(),
    nextGrantInMs: leases.msUntil(weight + reserveFor(priority, leases)),
  }
}

function countsOf({ count }: WaitingLines): RateLimiterState['queued'] {
  return {
    submission: count('submission'),
    account: count('account'),
    market: count('market'),
    background: count('background'),
  }
}

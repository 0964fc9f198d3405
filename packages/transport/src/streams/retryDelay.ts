import type { Random } from '@sdex/primitives'
import { BeforeHistoryError, HorizonResponseError, NetworkResetError, RateLimitedError } from '../errors.ts'
import { LedgerGapError } from './errors.ts'

const FIRST_DELAY_MS = 1_000
/** For what may be there from the next ledger on, as a market's first trade: the three requests of a try in 15 s are as many as an open stream costs. */
const ABSENT_MS = { first: 5_000, longest: 15_000 }
/** For faults that pass: a trader wants to be back within two ledgers of the server. */
const MAX_BACKOFF_MS = 8_000
/** For what only somebody else can mend. */
const MAX_SLOW_MS = 30_000
/** A budget of Horizon's refills within an hour: a longer `Retry-After` is cut to that. */
const MAX_RETRY_AFTER_MS = 3_600_000
/** Spreads those who were told the same `Retry-After`. */
const SPREAD_MS = 1_000

/**
 * How long to wait before the next try: `backoffMs`, `slowMs` after a refusal, or what the server asked for.
 *
 * @param failureCount - Failures in a row, this one included.
 */
export function retryDelayMs(error: unknown, failureCount: number, random: Random): number {
  const delayMs = (isRefusal(error) ? slowMs : backoffMs)(error, failureCount, random)
  if (!(error instanceof RateLimitedError) || error.retryAfterMs === undefined) return delayMs
  return Math.min(MAX_RETRY_AFTER_MS, error.retryAfterMs) + Math.min(SPREAD_MS, delayMs)
}

/** Exponential with full jitter, at most 8 s. */
export function backoffMs(error: unknown, failureCount: number, random: Random): number {
  // The way to fill a gap is to ask again.
  if (error instanceof LedgerGapError && failureCount === 1) return 0
  return random() * grown(FIRST_DELAY_MS, { failureCount, maxMs: MAX_BACKOFF_MS })
}

/** What another try does not cure may be cured by somebody: a server is put right, an account funded, an asset traded for the first time. */
export function slowMs(error: unknown, failureCount: number, random: Random): number {
  const isAbsent = error instanceof HorizonResponseError && error.status === 404
  const mostMs = isAbsent ? grown(ABSENT_MS.first, { failureCount, maxMs: ABSENT_MS.longest }) : MAX_SLOW_MS
  return mostMs * (0.75 + random() / 4)
}

/** How long to wait after so many connections in a row that ended at once and brought no news. */
export function briefDelayMs(count: number): number {
  return count === 0 ? 0 : grown(FIRST_DELAY_MS, { failureCount: count, maxMs: MAX_BACKOFF_MS })
}

function grown(
  firstMs: number,
  { failureCount, maxMs }: { readonly failureCount: number; readonly maxMs: number },
): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(failureCount - 1, 10))
}

/** Whether the stream cannot go on, however good the connection. */
export function isLasting(error: unknown): error is BeforeHistoryError | NetworkResetError {
  return error instanceof BeforeHistoryError || error instanceof NetworkResetError
}

/** Whether another try of the same would be answered by the same. */
export function isRefusal(error: unknown): boolean {
  return isLasting(error) || (error instanceof HorizonResponseError && !error.retryable)
}

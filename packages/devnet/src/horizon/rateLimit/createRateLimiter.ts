import type { Clock } from '@sdex/primitives'
import { checkOptions, whole } from '../../optionChecks.ts'

/** How many requests an address may send. Whole numbers. */
export type RateLimit = {
  /** Sustained rate, Horizon's `PER_HOUR_RATE_LIMIT`, 1 to 1,000,000,000. @defaultValue 3_600 */
  readonly requestsPerHour?: number | undefined
  /** Requests at once beyond the first, after a rest, 0 to 1,000,000,000. @defaultValue 100 */
  readonly burst?: number | undefined
}

/** What the limiter said to a request. Durations are milliseconds. */
export type RateVerdict = {
  readonly isLimited: boolean
  /** The most requests at once: the burst and one. */
  readonly limit: number
  readonly remaining: number
  /** Until all of them are there again. */
  readonly resetMs: number
  /** Until one more is let through; undefined when this one was. */
  readonly retryAfterMs: number | undefined
}

/** A budget of requests for each address. */
export type RateLimiter = {
  /** Takes one request off an address's budget, if there is one left. */
  take(address: string): RateVerdict
}

/** What the public servers allow an address. */
export const PUBLIC_RATE_LIMIT = { requestsPerHour: 3_600, burst: 100 } as const

const MAX_RATE = 1_000_000_000
const HOUR_MS = 3_600_000
/** As in Horizon: of more addresses, the ones that were silent longest are forgotten. */
const MAX_ADDRESSES = 50_000

/**
 * Makes a limiter by the generic cell rate algorithm, as Horizon's `throttled` has it: for each address one number, the time at which all that was
 * taken is paid back.
 *
 * @param options.maxAddresses - Bound on the addresses that are remembered.
 */
export function createRateLimiter(options: {
  readonly clock: Clock
  readonly rate: RateLimit
  readonly maxAddresses?: number | undefined
}): RateLimiter {
  const { clock, rate, maxAddresses = MAX_ADDRESSES } = options
  const { requestsPerHour = PUBLIC_RATE_LIMIT.requestsPerHour, burst = PUBLIC_RATE_LIMIT.burst } = rate
  const intervalMs = HOUR_MS / requestsPerHour
  const limit = burst + 1
  const toleranceMs = intervalMs * limit
  /** In the order of their last request: a map keeps the order of insertion. */
  const paidBackAtMs = new Map<string, number>()

  const remember = (address: string, atMs: number): void => {
    paidBackAtMs.delete(address)
    paidBackAtMs.set(address, atMs)
    if (paidBackAtMs.size <= maxAddresses) return
    for (const [eldest] of paidBackAtMs) {
      paidBackAtMs.delete(eldest)
      break
    }
  }
  return {
    take: (address) => {
      const nowMs = clock.now()
      const before = Math.max(paidBackAtMs.get(address) ?? nowMs, nowMs)
      const after = before + intervalMs
      const waitMs = after - toleranceMs - nowMs
      const isLimited = waitMs > 0
      if (!isLimited) remember(address, after)
      const resetMs = (isLimited ? before : after) - nowMs
      return {
        isLimited,
        limit,
        remaining: Math.floor((toleranceMs - resetMs) / intervalMs),
        resetMs,
        retryAfterMs: isLimited ? waitMs : undefined,
      }
    },
  }
}

/**
 * Checks a limit that is given by numbers.
 *
 * @throws InvalidOptionError for a rate or burst out of its range.
 */
export function checkRateLimit(name: string, rate: unknown): void {
  checkOptions(rate, { requestsPerHour: whole(1, MAX_RATE), burst: whole(0, MAX_RATE) }, { name })
}

import { createBottleneckLeases } from './bottleneckLeases.ts'
import { createLimiter } from './createLimiter.ts'
import { toSettings } from './settings.ts'
import type { RateLimiter, RateLimiterOptions } from './types.ts'

/**
 * Makes a request budget for this process: at rest burst + 1 requests at once, then one each time a token comes back.
 *
 * @remarks Horizon limits each address by the generic cell rate algorithm (GCRA, of github.com/stellar/throttled) to what its `--per-hour-rate-limit`
 * says, 3,600 unless set, with a burst of 100: the defaults here. A server that was started with another number needs it as `requestsPerHour`.
 * Nothing runs until the first request; a timer is set only while requests wait or `state$` has subscribers and changes.
 * @param options - {@link RateLimiterOptions}; all have defaults.
 * @returns The budget, full. `close()` refuses who waits and resolves when no timer is left.
 * @throws `InvalidOptionError` for an option out of its range.
 * @example
 * ```ts
 * import { createRateLimiter } from '@sdex/rate-limit'
 *
 * await using limiter = createRateLimiter({ requestsPerHour: 3_600, burst: 100 })
 * await limiter.acquire({ priority: 'market', timeoutMs: 5_000 })
 * const answer = await fetch('https://horizon-testnet.stellar.org/fee_stats')
 * limiter.observe({ status: answer.status })
 * ```
 */
export function createRateLimiter(options: RateLimiterOptions = {}): RateLimiter {
  const settings = toSettings(options)
  return createLimiter(settings, (onChange) => createBottleneckLeases(settings, onChange))
}

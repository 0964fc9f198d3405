import { createBottleneckLeases } from './bottleneckLeases.ts'
import { createLimiter } from './createLimiter.ts'
import { toSettings } from './settings.ts'
import type { RateLimiter, RateLimiterOptions } from './types.ts'

/**
 * Makes a request budget for this process: at rest burst + 1 requests at once, then one each time a token comes back.
 *
 * @remarks Nothing runs until the first request; a timer is set only while requests wait.
 * @throws {@link InvalidOptionError} for an option out of its range.
 * @example
 * ```ts
 * await using limiter = createRateLimiter({ requestsPerHour: 3_600, burst: 100 })
 * await limiter.acquire({ priority: 'market', timeoutMs: 5_000 })
 * const answer = await fetch(url)
 * limiter.observe({ status: answer.status })
 * ```
 */
export function createRateLimiter(options: RateLimiterOptions = {}): RateLimiter {
  const settings = toSettings(options)
  return createLimiter(settings, (onChange) => createBottleneckLeases(settings, onChange))
}

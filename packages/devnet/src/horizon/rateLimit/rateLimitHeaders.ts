import type { Reply } from '../reply.ts'
import type { RateVerdict } from './createRateLimiter.ts'

/** The headers of a limited answer. Seconds are rounded up; `Retry-After` stands on a refusal alone. */
export function rateLimitHeaders({ limit, remaining, resetMs, retryAfterMs }: RateVerdict): Reply['headers'] {
  return {
    'X-RateLimit-Limit': limit.toString(),
    'X-RateLimit-Remaining': remaining.toString(),
    'X-RateLimit-Reset': seconds(resetMs),
    ...(retryAfterMs === undefined ? {} : { 'Retry-After': seconds(retryAfterMs) }),
  }
}

function seconds(ms: number): string {
  return Math.ceil(ms / 1000).toString()
}

import type { RateLimiter, RateLimiterOptions } from './types.ts'

export declare function createRateLimiter(options?: RateLimiterOptions): RateLimiter

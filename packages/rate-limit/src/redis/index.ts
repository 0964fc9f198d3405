/**
 * One request budget for many processes, through Redis.
 *
 * @packageDocumentation
 */
export { createSharedRateLimiter, type SharedRateLimiterOptions } from './createSharedRateLimiter.ts'

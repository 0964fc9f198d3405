/**
 * A request budget with priorities, in the shape of Horizon's rate limiter, over Bottleneck.
 *
 * @packageDocumentation
 */
export { createRateLimiter } from './createRateLimiter.ts'
export { QueueFullError } from './errors.ts'
export type {
  BudgetSource,
  LimitedRequest,
  ObservedAnswer,
  RateLimiter,
  RateLimiterOptions,
  RateLimiterState,
  RequestPriority,
} from './types.ts'

/**
 * One request budget for many processes, through Redis.
 *
 * @packageDocumentation
 */
export { QueueFullError } from '../errors.ts'
export type {
  BudgetSource,
  LimitedRequest,
  ObservedAnswer,
  RateLimiter,
  RateLimiterOptions,
  RateLimiterState,
  RequestPriority,
} from '../types.ts'
export { createSharedRateLimiter, type SharedRateLimiterOptions } from './createSharedRateLimiter.ts'

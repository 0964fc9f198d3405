import { AbortedError, ClosedError, InvalidOptionError, SdexError, TimeoutError } from '@sdex/primitives'
import type { RequestPriority } from './types.ts'

/**
 * The queue is full; nothing was spent or sent. `acquire` and `run` reject with it where as many requests of a priority and caller wait as `maxQueued`
 * allows, and where 100 callers wait in a priority already and another one comes. Ask again when some of them are through, or send less; for many
 * requests that come at once raise `maxQueued`, and where callers are too many use fewer names for them.
 *
 * @example
 * ```ts
 * import { createRateLimiter, QueueFullError } from '@sdex/rate-limit'
 *
 * await using limiter = createRateLimiter({ burst: 0, maxQueued: 0 })
 * await limiter.acquire({ priority: 'market' })
 * try {
 *   await limiter.acquire({ priority: 'market' })
 * } catch (error) {
 *   if (!(error instanceof QueueFullError)) throw error
 *   console.log(error.message) // what was full, and what to do
 * }
 * ```
 */
export class QueueFullError extends SdexError {
  readonly code = 'SDEX_QUEUE_FULL'
  readonly retryable = true
}

export function queueFullError(priority: RequestPriority, maxQueued: number): QueueFullError {
  const message = `${maxQueued} ${priority} requests wait already.`
  const remedy = 'Send less, wait before asking again, or raise maxQueued.'
  return new QueueFullError({ message, remedy, input: priority })
}

export function tooManyCallersError(priority: RequestPriority, maxCallers: number): QueueFullError {
  const message = `${maxCallers} callers wait already with ${priority} requests.`
  return new QueueFullError({ message, remedy: 'Use fewer caller names.', input: priority })
}

export function closedError(): ClosedError {
  return new ClosedError({ message: 'The rate limiter is closed.', remedy: 'Make a new one.' })
}

export function abortedError(signal: AbortSignal | undefined): AbortedError {
  const remedy = 'The caller aborted it; no token was spent.'
  return new AbortedError({ message: 'Waiting for the request budget was aborted.', remedy, cause: signal?.reason })
}

export function timeoutError(timeoutMs: number | undefined): TimeoutError {
  const message = `The request budget had no token for it within ${timeoutMs} ms.`
  return new TimeoutError({ message, remedy: 'Allow more time, or send less.', input: timeoutMs })
}

/** @param expected - What to pass instead. */
export function invalidOption(name: string, input: unknown, expected: string): InvalidOptionError {
  return new InvalidOptionError({ message: `${name} is ${String(input)}.`, remedy: `Pass ${expected}.`, input })
}

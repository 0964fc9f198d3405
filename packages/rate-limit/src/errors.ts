import { AbortedError, ClosedError, InvalidOptionError, SdexError, TimeoutError } from '@sdex/primitives'
import type { RequestPriority } from './types.ts'

/** As many requests of this priority wait already as may. Nothing was spent or sent. */
export class QueueFullError extends SdexError {
  readonly code = 'SDEX_QUEUE_FULL'
  readonly retryable = true
}

export function queueFullError(priority: RequestPriority, what: string): QueueFullError {
  const remedy = 'Send less, wait before asking again, or raise maxQueued.'
  return new QueueFullError({ message: `${what}.`, remedy, input: priority })
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

export function invalidRequest(name: string, input: unknown, expected: string): InvalidOptionError {
  return new InvalidOptionError({ message: `${name} is ${String(input)}.`, remedy: `Pass ${expected}.`, input })
}

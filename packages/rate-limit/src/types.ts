import type { Clock, Closeable } from '@sdex/primitives'
import type { Observable } from 'rxjs'

/** What a request is for, most urgent first: whoever waits with a more urgent one is served before all others. */
export type RequestPriority = 'submission' | 'account' | 'market' | 'background'

/** A request that wants to be sent. */
export type LimitedRequest = {
  readonly priority: RequestPriority
  /** Tokens it costs. @defaultValue 1 */
  readonly weight?: number | undefined
  /** Leaves the queue when it fires. */
  readonly signal?: AbortSignal | undefined
  /** Time allowed in the queue, in ms. @defaultValue no limit */
  readonly timeoutMs?: number | undefined
}

/** What a server's answer says about the budget. Browsers cannot read the headers: pass the status alone. */
export type ObservedAnswer = {
  readonly status: number
  /** `X-RateLimit-Remaining`: tokens left after the request. */
  readonly remaining?: number | undefined
  /** `X-RateLimit-Reset` in ms: until the whole burst is free again. Used where `remaining` is missing. */
  readonly resetMs?: number | undefined
  /** `Retry-After` in ms. */
  readonly retryAfterMs?: number | undefined
}

/** The budget, and what may wait for it. */
export type RateLimiterOptions = {
  /** Tokens that come back in an hour, evenly. @defaultValue 3_600, Horizon's own */
  readonly requestsPerHour?: number | undefined
  /** Horizon's burst: at rest one token more than this can be spent at once. @defaultValue 100 */
  readonly burst?: number | undefined
  /** Tokens of the burst that only submissions may spend; 0 for a program that never submits. @defaultValue 5 % of the burst, rounded down */
  readonly reservedForSubmissions?: number | undefined
  /** Requests that may wait, for each priority, so that waiting reads never keep a submission out. @defaultValue 1_000 */
  readonly maxQueued?: number | undefined
  /**
   * How much longer one request may travel than another, in ms. The burst comes back that much later, but at most by a twentieth of it, so that
   * the server never counts two bursts as one. @defaultValue 50
   */
  readonly jitterMs?: number | undefined
  /** @defaultValue `systemClock` */
  readonly clock?: Clock | undefined
}

/** How the budget stands. */
export type RateLimiterState = {
  /** Whole tokens that can be spent now, those kept for submissions included. */
  readonly tokens: number
  /** The part of them that is on lease from Bottleneck, and granted from memory. */
  readonly leased: number
  /** Requests that wait, by priority. */
  readonly queued: Readonly<Record<RequestPriority, number>>
  /** Until the next grant, in ms: to who is first in the queue or, when nobody waits, to a read that comes now. 0 for at once. */
  readonly nextGrantInMs: number
}

/** A request budget. */
export type RateLimiter = Closeable & {
  /**
   * Resolves when the request may be sent: at once while there are tokens and nobody is before it, else in its turn, first come first served
   * within a priority. A token is spent when it resolves, never otherwise.
   *
   * @throws {@link QueueFullError}, `TimeoutError`, `AbortedError`, `ClosedError`; `InvalidOptionError` for a weight that can never be granted.
   */
  acquire(request: LimitedRequest): Promise<void>
  /**
   * Tells what an answer said. It only ever lowers the estimate of what is left; a 429 stops all grants for its `Retry-After`, or without
   * one for 1 s, 2 s, 4 s and so on up to a minute.
   */
  observe(answer: ObservedAnswer): void
  /**
   * Hot. Emits the state on subscribe and then, at most every 100 ms, when it differs. Completes on close.
   */
  readonly state$: Observable<RateLimiterState>
}

import type { Clock, Closeable } from '@sdex/primitives'
import type { Observable } from 'rxjs'

/** What a request is for, most urgent first: whoever waits with a more urgent one is served before all others. */
export type RequestPriority = 'submission' | 'account' | 'market' | 'background'

/** A request that wants to be sent. */
export type LimitedRequest = {
  /** How urgent it is. Submissions alone may spend `reservedForSubmissions`. */
  readonly priority: RequestPriority
  /** Tokens it costs. @defaultValue 1 */
  readonly weight?: number | undefined
  /**
   * Who asks, any name: callers of one priority take turns, however much each of them asks for. Of few names: at most 100 callers wait in a
   * priority. @defaultValue one caller for all who do not say
   */
  readonly caller?: string | undefined
  /** Leaves the queue when it fires. */
  readonly signal?: AbortSignal | undefined
  /** Time allowed in the queue, in ms. @defaultValue no limit */
  readonly timeoutMs?: number | undefined
}

/** What a server's answer says about the budget. Browsers cannot read the headers: pass the status alone. */
export type ObservedAnswer = {
  /** HTTP status. 429 stops all grants for a while, any other that comes after it lets the next one begin with 1 s again. */
  readonly status: number
  /** `X-RateLimit-Remaining`: tokens left after the request. */
  readonly remaining?: number | undefined
  /** `X-RateLimit-Reset` in ms: until the whole burst is free again. Used where `remaining` is missing. */
  readonly resetMs?: number | undefined
  /** `Retry-After` in ms. */
  readonly retryAfterMs?: number | undefined
  /**
   * How long the request was under way, in ms. A server counts when a request comes in, so that what came back since then is not in the headers of a
   * slow answer. @defaultValue 0
   */
  readonly ageMs?: number | undefined
}

/** The budget, and what may wait for it. */
export type RateLimiterOptions = {
  /** Tokens that come back in an hour, evenly. @defaultValue 3_600, that of Horizon's `--per-hour-rate-limit` */
  readonly requestsPerHour?: number | undefined
  /** Horizon's burst: at rest one token more than this can be spent at once. @defaultValue 100 */
  readonly burst?: number | undefined
  /** Tokens of the burst that only submissions may spend; 0 for a program that never submits. @defaultValue 5 % of the burst, rounded down */
  readonly reservedForSubmissions?: number | undefined
  /**
   * Requests that may wait, for each priority and caller, so that waiting reads never keep a submission out, nor one caller another. At most
   * 100 callers wait in a priority. @defaultValue 1_000
   */
  readonly maxQueued?: number | undefined
  /** How many `run()` at once. @defaultValue no limit */
  readonly maxConcurrent?: number | undefined
  /**
   * How much longer one request may travel than another, in ms. A full bucket starts to refill this much later (at most 5 % of the time in which a
   * whole burst comes back), so that the server never counts two bursts as one. @defaultValue 50
   */
  readonly jitterMs?: number | undefined
  /** Time, for tests. @defaultValue `systemClock` */
  readonly clock?: Clock | undefined
}

/**
 * Where the budget is kept: `local` in this process, `shared` in a store for all processes, `fallback` in this process while the store
 * cannot be reached, which leaves it a fair share.
 */
export type BudgetSource = 'local' | 'shared' | 'fallback'

/** How the budget stands. */
export type RateLimiterState = {
  /** Where the budget is kept now. */
  readonly source: BudgetSource
  /** Why it is `fallback`. */
  readonly reason?: string | undefined
  /** Processes that share the budget, as far as is known. */
  readonly processes: number
  /** Whole tokens that can be spent now, those kept for submissions included. */
  readonly tokens: number
  /** The part of them that is on lease, and granted from memory. */
  readonly leased: number
  /** Requests that wait, by priority. */
  readonly queued: Readonly<Record<RequestPriority, number>>
  /** `run()` whose work is under way. */
  readonly running: number
  /**
   * Until the next grant, in ms: to who is first in the queue or, when nobody waits, to a read that comes now. 0 for at once. When work ends is not known: who
   * waits for a permit does not count while none is free, nor does who in `fallback` asks for more tokens than the share ever holds.
   */
  readonly nextGrantInMs: number
}

/**
 * A request budget. Whoever creates it closes it: `close()` refuses who waits with `ClosedError`, completes `state$` and resolves when no timer and no
 * connection is left. Work of `run()` that is under way goes on.
 *
 * @example
 * ```ts
 * import { createRateLimiter, type RateLimiter } from '@sdex/rate-limit'
 *
 * async function feeStats(limiter: RateLimiter): Promise<unknown> {
 *   const answer = await limiter.run({ priority: 'market', timeoutMs: 5_000 }, () =>
 *     fetch('https://horizon-testnet.stellar.org/fee_stats'),
 *   )
 *   limiter.observe({ status: answer.status })
 *   return answer.json()
 * }
 *
 * await using limiter = createRateLimiter({ maxConcurrent: 4 })
 * limiter.state$.subscribe(({ tokens, running }) => console.log(`${tokens} tokens, ${running} under way`))
 * console.log(await feeStats(limiter))
 * ```
 */
export type RateLimiter = Closeable & {
  /**
   * Resolves when the request may be sent: at once while there are tokens and nobody is before it, else in its turn, first come first served
   * within a priority and caller. A token is spent when it resolves, never otherwise.
   *
   * @param request - What it is for and, where one has to be set, a bound: without `timeoutMs` or `signal` it waits as long as it takes.
   * @throws `InvalidOptionError` for a priority that there is none of, a weight that is no whole number from 1 on or can never be granted, or a
   * negative `timeoutMs`; {@link QueueFullError} where as many wait as may; `TimeoutError` when `timeoutMs` has passed in the queue; `AbortedError`
   * when the signal has fired; `ClosedError` when the limiter is closed.
   */
  acquire(request: LimitedRequest): Promise<void>
  /**
   * Acquires, and holds one of `maxConcurrent` permits while the work runs. Token and permit are granted together: a request that waits for
   * tokens keeps no permit from a more urgent one, and one that waits for a permit keeps no token.
   *
   * @param request - As for `acquire`.
   * @param work - Runs once granted. Bounding it is its own affair: `timeoutMs` and `signal` of the request count in the queue only.
   * @returns What the work returns.
   * @throws What `acquire` throws, then the work has not begun; or what the work throws.
   */
  run<T>(request: LimitedRequest, work: () => Promise<T>): Promise<T>
  /**
   * Counts tokens that a server took by itself, as Horizon does for an open stream at each ledger. It lowers the estimate at once, down to nothing,
   * and never waits. Without effect on a closed limiter.
   *
   * @param weight - Tokens, a whole number from 0 on. @defaultValue 1
   * @throws `InvalidOptionError` for any other weight.
   */
  spendTurn(weight?: number): void
  /**
   * Tells what an answer said. It only ever lowers the estimate of what is left; a 429 stops all grants for its `Retry-After` (an hour at most), or
   * without one for 1 s, 2 s, 4 s and so on up to a minute. What is missing or out of range counts as not said. Never throws; without effect on
   * a closed limiter.
   *
   * @param answer - Its status and, where they can be read, the headers of the budget.
   */
  observe(answer: ObservedAnswer): void
  /**
   * How the budget stands. Shared: one reader for all subscribers, started by the first and ended with the last. Emits on subscribe, to the first
   * one the state as it is and to others the last state, at most 100 ms old; then, at most every 100 ms, when it differs. Never errors; completes
   * on close.
   */
  readonly state$: Observable<RateLimiterState>
}

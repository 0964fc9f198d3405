import { type CancelTimer, createScope } from '@sdex/primitives'
import { createBottleneckLeases } from './bottleneckLeases.ts'
import { abortedError, closedError, invalidRequest, queueFullError } from './errors.ts'
import { createObserver } from './observeAnswer.ts'
import { createRequestQueue, priorities } from './requestQueue.ts'
import { isCount, toSettings } from './settings.ts'
import { createStateFeed } from './stateFeed.ts'
import type { LimitedRequest, RateLimiter, RateLimiterOptions, RateLimiterState, RequestPriority } from './types.ts'
import { waitInQueue } from './waitInQueue.ts'

/**
 * Makes a request budget: at rest burst + 1 requests at once, then one each time a token comes back.
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
  const { bucket, reserved, maxQueued, clock } = toSettings(options)
  const queue = createRequestQueue()
  const leases = createBottleneckLeases(bucket, clock, () => serve())
  const observe = createObserver(leases, bucket, clock)
  let isClosed = false
  let cancelTimer: CancelTimer | undefined

  const keptFrom = (priority: RequestPriority): number => (priority === 'submission' ? 0 : reserved)
  const isGrantable = (priority: RequestPriority, weight: number): boolean =>
    leases.leased() >= weight && leases.tokens() >= weight + keptFrom(priority)

  /** Grants what can be granted, and sees to it that the rest will be: by a lease or, when tokens lack, by a timer. */
  const serve = (): void => {
    for (let next = queue.first(); next && isGrantable(next.priority, next.weight); next = queue.first()) {
      leases.spend(next.weight)
      next.grant()
    }
    if (isClosed) return
    leases.lease(queue.weight())
    cancelTimer?.()
    const missingMs = nextGrantInMs()
    cancelTimer = queue.first() && missingMs > 0 ? clock.setTimer(serve, missingMs) : undefined
    feed.wake()
  }
  const nextGrantInMs = (): number => {
    const { priority, weight } = queue.first() ?? { priority: 'market', weight: 1 }
    return leases.msUntil(weight + keptFrom(priority))
  }
  const read = (): RateLimiterState => ({
    tokens: leases.tokens(),
    leased: Math.min(leases.leased(), leases.tokens()),
    queued: countsOf(queue.count),
    nextGrantInMs: nextGrantInMs(),
  })
  const isAtRest = ({ tokens }: RateLimiterState): boolean => tokens === bucket.capacity && !queue.first()
  const feed = createStateFeed(read, isAtRest, clock)

  const acquire = async (request: LimitedRequest): Promise<void> => {
    const { priority, weight = 1, signal, timeoutMs } = request
    if (isClosed) throw closedError()
    checkRequest(request, bucket.capacity - keptFrom(priority))
    if (signal?.aborted) throw abortedError(signal)
    if (!queue.hasBefore(priority) && isGrantable(priority, weight)) {
      leases.spend(weight)
      leases.lease(0)
      return feed.wake()
    }
    if (queue.count(priority) >= maxQueued) throw queueFullError(priority, maxQueued)
    const granted = waitInQueue({ priority, weight, signal, timeoutMs }, { queue, clock, onGiveUp: serve })
    serve()
    return granted
  }
  const scope = createScope()
  scope.add(async () => {
    isClosed = true
    cancelTimer?.()
    for (let next = queue.first(); next; next = queue.first()) next.refuse(closedError())
    feed.close()
    await leases.close()
  })
  return {
    acquire,
    observe: (answer) => {
      observe(answer)
      serve()
    },
    state$: feed.state$,
    close: scope.close,
    [Symbol.asyncDispose]: scope.close,
  }
}

function checkRequest({ priority, weight = 1, timeoutMs }: LimitedRequest, mostTokens: number): void {
  if (!priorities.includes(priority)) throw invalidRequest('priority', priority, `one of ${priorities.join(', ')}`)
  if (!isCount(weight) || weight < 1 || weight > mostTokens) {
    throw invalidRequest(
      'weight',
      weight,
      `a whole number from 1 to ${mostTokens}, the most that can be granted at once`,
    )
  }
  if (timeoutMs !== undefined && !(timeoutMs >= 0)) {
    throw invalidRequest('timeoutMs', timeoutMs, 'a number of milliseconds from 0 on')
  }
}

function countsOf(count: (priority: RequestPriority) => number): RateLimiterState['queued'] {
  return {
    submission: count('submission'),
    account: count('account'),
    market: count('market'),
    background: count('background'),
  }
}

import { type CancelTimer, createScope } from '@sdex/primitives'
import { checkRequest, checkTurn } from './checkRequest.ts'
import { abortedError, closedError, queueFullError, tooManyCallersError } from './errors.ts'
import type { OpenLeaseSource } from './leaseSource.ts'
import { createObserver } from './observeAnswer.ts'
import type { Settings } from './settings.ts'
import { createStateFeed } from './stateFeed.ts'
import type { LimitedRequest, RateLimiter, RateLimiterState, RequestPriority } from './types.ts'
import { waitInQueue } from './waitInQueue.ts'
import { createWaitingLines, type WaitingLines } from './waitingLines.ts'

/** Bounds the turns that callers take, and with them what `maxQueued` for each of them adds up to. */
const MAX_CALLERS = 100

/** The limiter over any source of leases. */
export function createLimiter(settings: Settings, open: OpenLeaseSource): RateLimiter {
  const { bucket, reserved, maxQueued, clock } = settings
  const lines = createWaitingLines(settings.maxConcurrent)
  let onChange = (): void => {} // until there is anyone to serve: a source may tell of a change while it is opened
  const leases = open(() => onChange())
  const observe = createObserver(leases, bucket, clock)
  let isClosed = false
  let cancelTimer: CancelTimer | undefined

  const keptFrom = (priority: RequestPriority): number => (priority === 'submission' ? 0 : leases.reserved())
  const isGrantable = (priority: RequestPriority, weight: number): boolean =>
    leases.leased() >= weight && leases.tokens() >= weight + keptFrom(priority)

  /** Grants what can be granted, and sees to it that the rest will be: by a lease or, when tokens lack, by a timer. */
  const serve = (): void => {
    if (isClosed) return
    let next = lines.first()
    for (; next && isGrantable(next.priority, next.weight); next = lines.first()) {
      leases.spend(next.weight)
      if (next.needsPermit) lines.takePermit()
      next.grant()
    }
    const { priority, weight } = next ?? { priority: 'market', weight: 1 }
    leases.lease({ wanted: lines.demand(), atLeast: weight, kept: keptFrom(priority) })
    cancelTimer?.()
    const missingMs = next ? leases.msUntil(weight + keptFrom(priority)) : 0
    cancelTimer = missingMs > 0 ? clock.setTimer(serve, missingMs) : undefined
    feed.wake()
  }
  const read = (): RateLimiterState => {
    const { priority, weight } = lines.first() ?? { priority: 'market', weight: 1 }
    const tokens = leases.tokens()
    return {
      ...leases.standing(),
      tokens,
      leased: Math.min(leases.leased(), tokens),
      queued: countsOf(lines),
      running: lines.running(),
      nextGrantInMs: leases.msUntil(weight + keptFrom(priority)),
    }
  }
  const isAtRest = ({ tokens }: RateLimiterState): boolean => tokens >= leases.capacity() && !lines.first()
  const feed = createStateFeed(read, isAtRest, clock)
  onChange = serve

  const enter = async (request: LimitedRequest, needsPermit: boolean): Promise<void> => {
    const { priority, weight = 1, caller = '', signal, timeoutMs } = request
    if (isClosed) throw closedError()
    checkRequest(request, bucket.capacity - (priority === 'submission' ? 0 : reserved))
    if (signal?.aborted) throw abortedError(signal)
    if (!lines.isBehind(priority, needsPermit) && isGrantable(priority, weight)) {
      leases.spend(weight)
      if (needsPermit) lines.takePermit()
      leases.lease({ wanted: 0, atLeast: 1, kept: leases.reserved() })
      return feed.wake()
    }
    const { ofCaller, callers } = lines.crowd(priority, caller)
    if (ofCaller >= maxQueued) throw queueFullError(priority, maxQueued)
    if (ofCaller === 0 && callers >= MAX_CALLERS) throw tooManyCallersError(priority, MAX_CALLERS)
    const granted = waitInQueue(
      { priority, weight, caller, needsPermit, signal, timeoutMs },
      { lines, clock, onGiveUp: serve },
    )
    serve()
    return granted
  }
  const scope = createScope()
  scope.add(async () => {
    isClosed = true
    cancelTimer?.()
    for (const waiting of lines.all()) waiting.refuse(closedError())
    feed.close()
    await leases.close()
  })
  return {
    acquire: (request) => enter(request, false),
    run: async (request, work) => {
      const needsPermit = settings.maxConcurrent !== Number.POSITIVE_INFINITY
      await enter(request, needsPermit)
      try {
        return await work()
      } finally {
        if (needsPermit) lines.releasePermit()
        serve()
      }
    },
    spendTurn: (weight = 1) => {
      checkTurn(weight)
      if (isClosed) return
      leases.spendTurn(weight)
      serve()
    },
    observe: (answer) => {
      if (isClosed) return
      observe(answer)
      serve()
    },
    state$: feed.state$,
    close: scope.close,
    [Symbol.asyncDispose]: scope.close,
  }
}

function countsOf({ count }: WaitingLines): RateLimiterState['queued'] {
  return {
    submission: count('submission'),
    account: count('account'),
    market: count('market'),
    background: count('background'),
  }
}

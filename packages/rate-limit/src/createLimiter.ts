import { createScope } from '@sdex/primitives'
import { checkTurn } from './checkRequest.ts'
import { createDispatcher } from './createDispatcher.ts'
import { createEntrance } from './createEntrance.ts'
import { closedError } from './errors.ts'
import { type OpenLeaseSource, reserveFor } from './leaseSource.ts'
import { readState } from './limiterState.ts'
import { createObserver } from './observeAnswer.ts'
import { createPermits } from './permits.ts'
import { type Claim, createRequestQueue } from './requestQueue.ts'
import type { Settings } from './settings.ts'
import { createStateFeed } from './stateFeed.ts'
import type { RateLimiter, RateLimiterState } from './types.ts'

/** Creates the limiter over any source of leases. */
export function createLimiter(settings: Settings, open: OpenLeaseSource): RateLimiter {
  const { bucket, maxConcurrent, clock } = settings
  const permits = createPermits(maxConcurrent)
  let onChange = (): void => {} // until there is anyone to serve: a source may tell of a change while it is opened
  const leases = open(() => onChange())
  /** Who needs a permit while none is free, or more tokens than there can be as things are, must not keep the others waiting. */
  const mayGo = ({ priority, weight, needsPermit }: Claim): boolean =>
    (!needsPermit || permits.free() > 0) && weight + reserveFor(priority, leases) <= leases.capacity()
  const queue = createRequestQueue(mayGo)
  const isAtRest = ({ tokens }: RateLimiterState): boolean => tokens >= leases.capacity() && !queue.first()
  const feed = createStateFeed(() => readState(leases, queue, permits), isAtRest, clock)
  const dispatcher = createDispatcher({ leases, permits, queue, clock, onServed: feed.wake })
  onChange = dispatcher.serve
  const observe = createObserver(leases, bucket, clock)
  const enter = createEntrance({ settings, queue, dispatcher })
  const scope = createScope()
  scope.add(async () => {
    dispatcher.stop()
    for (const waiting of queue.all()) waiting.refuse(closedError())
    feed.close()
    await leases.close()
  })
  return {
    acquire: (request) => enter(request, false),
    run: async (request, work) => {
      await enter(request, true)
      try {
        return await work()
      } finally {
        permits.release()
        dispatcher.serve()
      }
    },
    spendTurn: (weight = 1) => {
      checkTurn(weight)
      if (dispatcher.isStopped()) return
      leases.spendTurn(weight)
      dispatcher.serve()
    },
    observe: (answer) => {
      if (dispatcher.isStopped()) return
      observe(answer)
      dispatcher.serve()
    },
    state$: feed.state$,
    close: scope.close,
    [Symbol.asyncDispose]: scope.close,
  }
}

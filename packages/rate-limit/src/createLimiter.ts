import { createScope } from '@sdex/primitives'
import { checkTurn } from './checkRequest.ts'
import { createDispatcher } from './createDispatcher.ts'
import { createEntrance } from './createEntrance.ts'
import { closedError } from './errors.ts'
import type { OpenLeaseSource } from './leaseSource.ts'
import { readState } from './limiterState.ts'
import { createObserver } from './observeAnswer.ts'
import type { Settings } from './settings.ts'
import { createStateFeed } from './stateFeed.ts'
import type { RateLimiter, RateLimiterState } from './types.ts'
import { createWaitingLines } from './waitingLines.ts'

/** Creates the limiter over any source of leases. */
export function createLimiter(settings: Settings, open: OpenLeaseSource): RateLimiter {
  const { bucket, maxConcurrent, clock } = settings
  const lines = createWaitingLines(maxConcurrent)
  let onChange = (): void => {} // until there is anyone to serve: a source may tell of a change while it is opened
  const leases = open(() => onChange())
  const isAtRest = ({ tokens }: RateLimiterState): boolean => tokens >= leases.capacity() && !lines.first()
  const feed = createStateFeed(() => readState(leases, lines), isAtRest, clock)
  const dispatcher = createDispatcher({ leases, lines, clock, onServed: feed.wake })
  onChange = dispatcher.serve
  const observe = createObserver(leases, bucket, clock)
  const enter = createEntrance({ settings, lines, dispatcher })
  const scope = createScope()
  scope.add(async () => {
    dispatcher.stop()
    for (const waiting of lines.all()) waiting.refuse(closedError())
    feed.close()
    await leases.close()
  })
  return {
    acquire: (request) => enter(request, false),
    run: async (request, work) => {
      const needsPermit = maxConcurrent !== Number.POSITIVE_INFINITY
      await enter(request, needsPermit)
      try {
        return await work()
      } finally {
        if (needsPermit) lines.releasePermit()
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

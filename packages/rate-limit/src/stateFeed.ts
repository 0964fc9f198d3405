import type { CancelTimer, Clock } from '@sdex/primitives'
import { Observable, ReplaySubject, share, takeUntil } from 'rxjs'
import { priorities } from './requestQueue.ts'
import type { RateLimiterState } from './types.ts'

const INTERVAL_MS = 100

/** The state as an observable, that costs nothing while nobody listens and no timer while nothing changes. */
export type StateFeed = {
  readonly state$: Observable<RateLimiterState>
  /** To be called when something may have changed. */
  wake(): void
  close(): void
}

/**
 * Creates a feed that reads the state while anybody listens.
 *
 * @param read - The state now.
 * @param isAtRest - Whether time alone changes nothing.
 */
export function createStateFeed(
  read: () => RateLimiterState,
  isAtRest: (state: RateLimiterState) => boolean,
  clock: Clock,
): StateFeed {
  const closed$ = new ReplaySubject<void>(1)
  const asleep = (): void => {}
  let wake = asleep

  const changes$ = new Observable<RateLimiterState>((subscriber) => {
    let last = read()
    let cancelTimer: CancelTimer | undefined
    const arm = (): void => {
      cancelTimer ??= clock.setTimer(tick, INTERVAL_MS)
    }
    const tick = (): void => {
      cancelTimer = undefined
      const state = read()
      if (!statesEqual(state, last)) subscriber.next(state)
      last = state
      if (!isAtRest(state) && !subscriber.closed) arm() // closed: the last one may leave on this very state
    }
    wake = arm // first: who hears of the state may change it
    subscriber.next(last)
    if (!isAtRest(last)) arm()
    return () => {
      wake = asleep
      cancelTimer?.()
    }
  })
  return {
    state$: changes$.pipe(
      takeUntil(closed$),
      share({ connector: () => new ReplaySubject(1), resetOnRefCountZero: true }),
    ),
    wake: () => wake(),
    close: () => closed$.next(),
  }
}

function statesEqual(a: RateLimiterState, b: RateLimiterState): boolean {
  return (
    a.source === b.source &&
    a.reason === b.reason &&
    a.processes === b.processes &&
    a.running === b.running &&
    a.tokens === b.tokens &&
    a.leased === b.leased &&
    a.nextGrantInMs === b.nextGrantInMs &&
    priorities.every((priority) => a.queued[priority] === b.queued[priority])
  )
}

import { type Clock, isSdexError, type Status, statusesEqual } from '@sdex/primitives'
import { BehaviorSubject, concat, distinctUntilChanged, type Observable, of, takeUntil } from 'rxjs'
import { isLasting } from './retryDelay.ts'

/** How a stream is doing, told by whoever runs it. */
export type StreamStatus = {
  /** Replays the latest, never the same twice; `closed` is the last. */
  readonly status$: Observable<Status>
  live(): void
  /** Down, or connected but no longer current. The time of the first failure since it was live is kept. */
  failed(state: 'reconnecting' | 'stale', error: unknown): void
  /** As at the beginning. */
  reset(): void
}

export function createStreamStatus({
  clock,
  closed$,
}: {
  readonly clock: Clock
  readonly closed$: Observable<unknown>
}): StreamStatus {
  const shown$ = new BehaviorSubject<Status>({ state: 'connecting' })
  const closed: Status = { state: 'closed' }
  const show = (next: Status): void => {
    if (!statusesEqual(shown$.value, next)) shown$.next(next)
  }
  return {
    status$: concat(shown$.pipe(takeUntil(closed$)), of(closed)).pipe(distinctUntilChanged(statusesEqual)),
    live: () => show({ state: 'live' }),
    failed: (state, error) => {
      const { value } = shown$
      show({ state, reason: reasonOf(error), sinceMs: 'sinceMs' in value ? value.sinceMs : clock.now() })
    },
    reset: () => show({ state: 'connecting' }),
  }
}

/** What failed, in a sentence. Where waiting does not help it begins with the error's code, for programs that want to act on it. */
function reasonOf(error: unknown): string {
  if (isLasting(error)) return `${error.code}: ${error.message}`
  return isSdexError(error) || error instanceof Error ? error.message : String(error)
}

import { type Clock, isSdexError, type Status, statusesEqual } from '@sdex/primitives'
import {
  BehaviorSubject,
  concat,
  defer,
  distinctUntilChanged,
  EMPTY,
  type Observable,
  of,
  type Subscription,
  takeUntil,
} from 'rxjs'
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

/** @param ports.ledgerTicks$ - By them it is told how far behind a stream is while it is not live. */
export function createStreamStatus({
  clock,
  closed$,
  ledgerTicks$ = EMPTY,
}: {
  readonly clock: Clock
  readonly closed$: Observable<unknown>
  readonly ledgerTicks$?: Observable<number> | undefined
}): StreamStatus {
  let watch: Subscription | undefined
  let currentAt: number | undefined
  const shown$ = new BehaviorSubject<Status>({ state: 'connecting' })
  const closed: Status = { state: 'closed' }
  const show = (next: Status): void => {
    if (!statusesEqual(shown$.value, next)) shown$.next(next)
  }
  /** Ledgers closed, and the stream did not tell them. */
  const fallBehind = (sequence: number): void => {
    currentAt ??= sequence - 1
    const { value } = shown$
    if ('sinceMs' in value) show({ ...value, lagLedgers: sequence - currentAt })
  }
  const catchUp = (): void => {
    watch?.unsubscribe()
    ;[watch, currentAt] = [undefined, undefined]
  }
  return {
    status$: defer(() => concat(shown$.pipe(takeUntil(closed$)), of(closed)).pipe(distinctUntilChanged(statusesEqual))),
    live: () => {
      if (shown$.value.state === 'live') return
      catchUp()
      show({ state: 'live' })
    },
    failed: (state, error) => {
      const { value } = shown$
      const { sinceMs, lagLedgers } = 'sinceMs' in value ? value : { sinceMs: clock.now(), lagLedgers: undefined }
      show({ state, reason: reasonOf(error), sinceMs, lagLedgers })
      watch ??= ledgerTicks$.pipe(takeUntil(closed$)).subscribe(fallBehind)
    },
    reset: () => {
      catchUp()
      show({ state: 'connecting' })
    },
  }
}

/** What failed, in a sentence. Where waiting does not help it begins with the error's code, for programs that want to act on it. */
function reasonOf(error: unknown): string {
  if (isLasting(error)) return `${error.code}: ${error.message}`
  return isSdexError(error) || error instanceof Error ? error.message : String(error)
}

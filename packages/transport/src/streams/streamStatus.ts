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
import type { NewestKnown } from './createNewestKnown.ts'

/** How a stream is doing, told by whoever runs it. */
export type StreamStatus = {
  /** Replays the latest, never the same twice; `closed` is the last. */
  readonly status$: Observable<Status>
  live(): void
  /**
   * Down, or connected but no longer current. The time of the first failure since it was live is kept.
   *
   * @param toldLedger - The ledger up to which it told all, where that is known. @defaultValue the newest one known when it was last live or caught up
   */
  failed(state: 'reconnecting' | 'stale', error: unknown, toldLedger?: number): void
  /** All was told up to the present, or to a ledger; it is not live yet. */
  caughtUp(toldLedger?: number): void
  /** As at the beginning. */
  reset(): void
}

/** @param ports.ledgerTicks$ - By them it is told how far behind a stream is while it is not live. */
export function createStreamStatus({
  clock,
  closed$,
  ledgerTicks$ = EMPTY,
  newestKnown,
}: {
  readonly clock: Clock
  readonly closed$: Observable<unknown>
  readonly ledgerTicks$?: Observable<number> | undefined
  readonly newestKnown: NewestKnown
}): StreamStatus {
  let watch: Subscription | undefined
  let told: number | undefined // while it is live nobody needs it
  const shown$ = new BehaviorSubject<Status>({ state: 'connecting' })
  const closed: Status = { state: 'closed' }
  const show = (next: Status): void => {
    if (!statusesEqual(shown$.value, next)) shown$.next(next)
  }
  const lagLedgers = (): number | undefined => {
    const newest = newestKnown()
    return told === undefined || newest === undefined || newest <= told ? undefined : newest - told
  }
  const showLag = (): void => {
    const { value } = shown$
    if ('sinceMs' in value) show({ ...value, lagLedgers: lagLedgers() })
  }
  const unwatch = (): void => {
    watch?.unsubscribe()
    watch = undefined
  }
  return {
    status$: defer(() => concat(shown$.pipe(takeUntil(closed$)), of(closed)).pipe(distinctUntilChanged(statusesEqual))),
    live: () => {
      if (shown$.value.state === 'live') return
      unwatch()
      show({ state: 'live' })
    },
    failed: (state, error, toldLedger) => {
      const { value } = shown$
      if (value.state === 'live') told = newestKnown()
      told = toldLedger ?? told
      const sinceMs = 'sinceMs' in value ? value.sinceMs : clock.now()
      show({ state, ...faultOf(error), sinceMs, lagLedgers: lagLedgers() })
      watch ??= ledgerTicks$.pipe(takeUntil(closed$)).subscribe(showLag)
    },
    caughtUp: (toldLedger) => {
      told = toldLedger ?? newestKnown()
      showLag()
    },
    reset: () => {
      unwatch()
      told = undefined
      show({ state: 'connecting' })
    },
  }
}

/** What failed: in a sentence, and for programs. */
function faultOf(error: unknown): { readonly reason: string; readonly code: string | undefined } {
  if (isSdexError(error)) return { reason: error.message, code: error.code }
  return { reason: error instanceof Error ? error.message : String(error), code: undefined }
}

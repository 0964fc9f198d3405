import { type Clock, isSdexError, type Status, statusesEqual } from '@sdex/primitives'
import {
  BehaviorSubject,
  concat,
  defer,
  distinctUntilChanged,
  type Observable,
  of,
  type Subscription,
  takeUntil,
} from 'rxjs'
import type { NewestKnown } from './createNewestKnown.ts'

/** How a stream is doing, told by whoever runs it. */
export type StreamStatus = {
  readonly ports: StatusPorts
  value: Status
  /** Tells it. Behind it while others still hear of the value before. */
  readonly shown$: BehaviorSubject<Status>
  isTelling: boolean
  /** The ledger up to which all was told; while it is live nobody needs it. */
  told: number | undefined
  /** Of the ledgers that it falls behind while it is not live. */
  watch: Subscription | undefined
}

export type StatusPorts = {
  readonly clock: Clock
  readonly closed$: Observable<unknown>
  /** By them it is told how far behind a stream is while it is not live. */
  readonly ledgerTicks$?: Observable<number> | undefined
  readonly newestKnown: NewestKnown
}

const CONNECTING: Status = { state: 'connecting' }
const LIVE: Status = { state: 'live' }
const CLOSED: Status = { state: 'closed' }

export function createStreamStatus(ports: StatusPorts): StreamStatus {
  return {
    ports,
    value: CONNECTING,
    shown$: new BehaviorSubject(CONNECTING),
    isTelling: false,
    told: undefined,
    watch: undefined,
  }
}

/** Replays the latest, never the same twice; `closed` is the last. */
export function toldStatus({ ports, shown$ }: StreamStatus): Observable<Status> {
  return defer(() =>
    concat(shown$.pipe(takeUntil(ports.closed$)), of(CLOSED)).pipe(distinctUntilChanged(statusesEqual)),
  )
}

export function showLive(status: StreamStatus): void {
  if (status.value.state === 'live') return
  unwatch(status)
  show(status, LIVE)
}

export type Failure = {
  readonly state: 'reconnecting' | 'stale'
  readonly error: unknown
  /** The ledger up to which it told all, where that is known. @defaultValue the newest one known when it was last live or caught up */
  readonly toldLedger?: number | undefined
}

/** Down, or connected but no longer current. The time of the first failure since it was live is kept. */
export function showFailed(status: StreamStatus, { state, error, toldLedger }: Failure): void {
  const { clock, closed$, ledgerTicks$, newestKnown } = status.ports
  const { value } = status
  if (value.state === 'live') status.told = newestKnown()
  status.told = toldLedger ?? status.told
  const sinceMs = 'sinceMs' in value ? value.sinceMs : clock.now()
  // Before it is shown: who hears of it may leave, which ends the watch.
  status.watch ??= ledgerTicks$?.pipe(takeUntil(closed$)).subscribe(() => showLag(status))
  show(status, { state, ...faultOf(error), sinceMs, lagLedgers: lagLedgers(status) })
}

/** All was told up to the present, or to a ledger; it is not live yet. */
export function showCaughtUp(status: StreamStatus, toldLedger?: number): void {
  status.told = toldLedger ?? status.ports.newestKnown()
  showLag(status)
}

/** As at the beginning. */
export function resetStatus(status: StreamStatus): void {
  unwatch(status)
  status.told = undefined
  show(status, CONNECTING)
}

/** Who hears of a status may leave the stream, which changes it: that is told once all have heard of this one, so that all hear the same last. */
function show(status: StreamStatus, next: Status): void {
  if (statusesEqual(status.value, next)) return
  status.value = next
  if (status.isTelling) return
  status.isTelling = true
  while (status.shown$.value !== status.value) status.shown$.next(status.value)
  status.isTelling = false
}

function showLag(status: StreamStatus): void {
  const { value } = status
  if ('sinceMs' in value) show(status, { ...value, lagLedgers: lagLedgers(status) })
}

function lagLedgers({ told, ports }: StreamStatus): number | undefined {
  const newest = ports.newestKnown()
  return told === undefined || newest === undefined || newest <= told ? undefined : newest - told
}

function unwatch(status: StreamStatus): void {
  status.watch?.unsubscribe()
  status.watch = undefined
}

/** What failed: in a sentence, and for programs. */
function faultOf(error: unknown): { readonly reason: string; readonly code: string | undefined } {
  if (isSdexError(error)) return { reason: error.message, code: error.code }
  return { reason: error instanceof Error ? error.message : String(error), code: undefined }
}

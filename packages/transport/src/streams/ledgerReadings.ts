import { type Status, sleep, statusesEqual } from '@sdex/primitives'
import { combineLatest, distinctUntilChanged, map, Observable, share, takeUntil, tap } from 'rxjs'
import { AccountNotFoundError, HorizonResponseError } from '../errors.ts'
import type { Ledger } from '../types/ledgers.ts'
import type { AtLedger } from '../types/requests.ts'
import type { HorizonStream } from '../types/streams.ts'
import { StreamLagError } from './errors.ts'
import type { StreamContext } from './ports.ts'
import { retryDelayMs } from './retryDelay.ts'
import { createStreamStatus, resetStatus, type StreamStatus, showFailed, showLive, toldStatus } from './streamStatus.ts'

const KEPT_LEDGERS = 16
/** Time between readings while the server's state is behind the ledgers that it told. */
const LAG_DELAYS_MS = [250, 500, 1_000, 2_000, 2_000]
/** What was read last is no longer current when it is further behind the newest ledger. */
const MAX_LAG_LEDGERS = 3

/** What is read again at each ledger. */
export type LedgerReadings<Value, Item> = {
  /** Shared by all readings of the client. */
  readonly ledgers: HorizonStream<Ledger>
  /** Reads it, and tells which ledger that was of. */
  read(signal: AbortSignal): Promise<AtLedger<Value>>
  /** What is told of it. */
  toItem(value: Value, ledger: Ledger): Item
  /** Whether two of them say the same, so that the second is not told. */
  isSame(a: Item, b: Item): boolean
}

/** Something read again at each ledger, for what Horizon has no stream of that can be relied on. Told when it changed, never of an older ledger than before. */
export function ledgerReadings<Value, Item>(
  context: StreamContext,
  what: LedgerReadings<Value, Item>,
): HorizonStream<Item> {
  const reading = createStreamStatus(context)
  const records$ = readings(context, what, reading).pipe(
    distinctUntilChanged(what.isSame),
    takeUntil(context.closed$), // above tap: closing is told as such
    tap({ unsubscribe: () => resetStatus(reading) }),
    share({ resetOnRefCountZero: true }),
  )
  const status$ = combineLatest([what.ledgers.status$, toldStatus(reading)]).pipe(
    map(([ofLedgers, ofReading]) => worse(ofLedgers, ofReading)),
    distinctUntilChanged(statusesEqual),
  )
  return { records$, status$ }
}

/** Without ledgers no reading is current, whatever came of it. */
function worse(ofLedgers: Status, ofReading: Status): Status {
  return ofLedgers.state === 'live' ? ofReading : ofLedgers
}

/** What was read, never of an older ledger than before. */
function readings<Value, Item>(
  context: StreamContext,
  what: LedgerReadings<Value, Item>,
  status: StreamStatus,
): Observable<Item> {
  return new Observable((subscriber) => {
    const stop = new AbortController()
    const memory = createLedgerMemory(context, stop.signal)
    const emit = (item: Item): void => subscriber.next(item)
    const reader = createReader(context, { what, status, memory, signal: stop.signal, emit })
    let isReading = false

    const catchUp = async (): Promise<void> => {
      isReading = true
      try {
        await reader.catchUp()
      } catch (error) {
        if (!stop.signal.aborted) subscriber.error(error)
      } finally {
        isReading = false
      }
    }
    const ticks = what.ledgers.records$.subscribe((ledger) => {
      memory.keep(ledger)
      reader.lookBehind()
      if (!isReading) void catchUp()
    })
    return () => {
      ticks.unsubscribe()
      stop.abort()
    }
  })
}

/** The last ledgers, as an answer is of one of them. */
type LedgerMemory = {
  readonly newest: number
  keep(ledger: Ledger): void
  /** `undefined` when the server's history is not as far as its state. */
  find(sequence: number): Promise<Ledger | undefined>
}

function createLedgerMemory({ reads }: StreamContext, signal: AbortSignal): LedgerMemory {
  const kept = new Map<number, Ledger>()
  let newest = 0
  return {
    get newest() {
      return newest
    },
    keep: (ledger) => {
      kept.set(ledger.sequence, ledger)
      kept.delete(ledger.sequence - KEPT_LEDGERS)
      newest = ledger.sequence
    },
    find: async (sequence) => {
      try {
        return kept.get(sequence) ?? (await reads.ledger(sequence, { signal, priority: 'account' }))
      } catch (error) {
        if (error instanceof HorizonResponseError && error.status === 404) return undefined
        throw error
      }
    },
  }
}

type ReaderOptions<Value, Item> = {
  readonly what: LedgerReadings<Value, Item>
  readonly status: StreamStatus
  readonly memory: LedgerMemory
  readonly signal: AbortSignal
  emit(item: Item): void
}

type Reader = {
  catchUp(): Promise<void>
  /** To be called at each ledger: who waits for an answer is told when ledgers go on meanwhile, as they do while a machine sleeps. */
  lookBehind(): void
}

function createReader<Value, Item>(
  { clock, random }: StreamContext,
  { what, status, memory, signal, emit }: ReaderOptions<Value, Item>,
): Reader {
  let read = 0

  const isBehind = (): boolean => memory.newest - read > MAX_LAG_LEDGERS
  const readOnce = async (): Promise<void> => {
    const { ledger: sequence, value } = await what.read(signal)
    const ledger = sequence > read ? await memory.find(sequence) : undefined
    if (signal.aborted) return
    if (ledger !== undefined) read = sequence
    if (isBehind()) showStale(lagging(memory.newest))
    else showLive(status)
    if (ledger !== undefined) emit(what.toItem(value, ledger))
  }
  const showStale = (error: unknown): void =>
    showFailed(status, { state: 'stale', error, toldLedger: read === 0 ? undefined : read })
  /** What went wrong, if anything did. */
  const tryToRead = async (): Promise<{ readonly error: unknown } | undefined> => {
    try {
      await readOnce()
      return undefined
    } catch (error) {
      if (!signal.aborted) showStale(error)
      return { error }
    }
  }
  /** `undefined`: not before the next ledger, as only that can bring an account into being. */
  const delayAfterFailureMs = (error: unknown, failureCount: number): number | undefined =>
    error instanceof AccountNotFoundError ? undefined : retryDelayMs(error, failureCount, random)

  /** Reads until the newest ledger was reached. Ticks that come meanwhile make one more reading, however many came. */
  const catchUp = async (): Promise<void> => {
    let wantedLedger = 0
    let readingsForIt = 0
    let failureCount = 0
    while (read < memory.newest && !signal.aborted) {
      if (wantedLedger !== memory.newest) readingsForIt = 0
      wantedLedger = memory.newest
      const failure = await tryToRead()
      if (signal.aborted) return
      failureCount = failure === undefined ? 0 : failureCount + 1
      const delayMs =
        failure === undefined ? LAG_DELAYS_MS[readingsForIt] : delayAfterFailureMs(failure.error, failureCount)
      readingsForIt += 1
      const isNewerWanted = wantedLedger !== memory.newest && (failure === undefined || delayMs === undefined)
      if (read >= memory.newest || isNewerWanted) continue
      if (delayMs === undefined) return
      await sleep(clock, delayMs, signal)
    }
  }
  return {
    catchUp,
    lookBehind: () => {
      if (status.value.state === 'live' && isBehind()) showStale(lagging(memory.newest))
    },
  }
}

function lagging(ledger: number): StreamLagError {
  return new StreamLagError({
    message: `What the server answers stays behind ledger ${ledger}, which it told.`,
    remedy: 'It is read again at each ledger. Check for a proxy that keeps answers.',
    input: ledger,
  })
}

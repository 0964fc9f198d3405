import { type Clock, isSdexError, type Status, statusesEqual } from '@sdex/primitives'
import type { HorizonClient, Ledger } from '@sdex/transport'
import { type Observable, ReplaySubject, type Subscription } from 'rxjs'
import { readView, type ViewReading } from './readView.ts'
import type { ConnectOptions, TradingView } from './types.ts'

/** A view whose account may be absent: markets alone are followed then. */
export type AnyView = Omit<TradingView, 'account'> & { readonly account: TradingView['account'] | undefined }

/** The one committed state, and what keeps it current. */
export type ViewFeed = {
  readonly view$: Observable<AnyView>
  readonly status$: Observable<Status>
  /** Resolves once the first view is committed; rejects when trying again would not help, as with an account that does not exist. */
  readonly ready: Promise<void>
  /** Stops reading; both observables complete. Resolves when nothing is under way. */
  close(): Promise<void>
}

type FeedOptions = Pick<ConnectOptions, 'markets'> & {
  readonly accountId: string | undefined
  readonly clock: Clock
}

/** Ledgers whose close times are kept: a view is of one of the last few. */
const KEPT_LEDGERS = 16

/**
 * Reads a view at each ledger tick, one at a time; ticks that come while one is being read make one more reading, however many came.
 *
 * @remarks A view is committed before anyone is told, so whoever reads another projection in a handler gets the same ledger.
 */
export function followView(client: HorizonClient, options: FeedOptions): ViewFeed {
  const { clock } = options
  const stopped = new AbortController()
  const view$ = new ReplaySubject<AnyView>(1)
  const status = createStatus()
  const ledgers = new Map<number, Ledger>()
  const first = createGate()
  let [newest, committed] = [0, 0]
  let underWay: Promise<void> | undefined

  /** A state route may be of a ledger that the stream has not told yet. */
  const ledgerOf = async (sequence: number): Promise<Ledger> =>
    ledgers.get(sequence) ?? (await client.ledger(sequence, { signal: stopped.signal, priority: 'account' }))

  const commit = async (reading: ViewReading): Promise<void> => {
    if (reading.ledger <= committed) return
    const { closedAtMs, baseReserve } = await ledgerOf(reading.ledger)
    if (stopped.signal.aborted) return
    committed = reading.ledger
    view$.next({ ...reading, closedAtMs, baseReserve })
    status.reading({ state: 'live' })
    first.open()
  }
  const read = async (): Promise<void> => {
    try {
      await commit(await readView(client, { ...options, signal: stopped.signal }))
    } catch (error) {
      if (stopped.signal.aborted) return
      const reason = error instanceof Error ? error.message : String(error)
      const code = isSdexError(error) ? error.code : undefined
      status.reading({ state: 'stale', reason, code, sinceMs: clock.now() })
      if (!isSdexError(error) || !error.retryable) first.fail(error)
    }
  }
  const catchUp = async (): Promise<void> => {
    // One try a tick: a server that fails is asked again when the next ledger closes.
    for (let tried = 0; newest > committed && newest > tried && !stopped.signal.aborted; ) {
      tried = newest
      await read()
    }
    underWay = undefined
  }
  const onLedger = (ledger: Ledger): void => {
    ledgers.set(ledger.sequence, ledger)
    ledgers.delete(ledger.sequence - KEPT_LEDGERS)
    newest = ledger.sequence
    underWay ??= catchUp()
  }

  const { records$, status$ } = client.ledgerStream()
  const subscriptions: readonly Subscription[] = [status$.subscribe(status.stream), records$.subscribe(onLedger)]
  return {
    view$: view$.asObservable(),
    status$: status.status$,
    ready: first.passed,
    close: async () => {
      stopped.abort()
      for (const subscription of subscriptions) subscription.unsubscribe()
      await underWay
      view$.complete()
      status.close()
    },
  }
}

/** What is wrong with the stream of ledgers comes before what is wrong with reading one. */
function createStatus() {
  const status$ = new ReplaySubject<Status>(1)
  let shown: Status | undefined
  let [ofStream, ofReading]: [Status, Status] = [{ state: 'connecting' }, { state: 'connecting' }]

  const show = (next: Status): void => {
    if (shown !== undefined && statusesEqual(shown, next)) return
    shown = next
    status$.next(next)
  }
  const showWorse = (): void => show(ofStream.state === 'live' ? ofReading : ofStream)
  showWorse()
  return {
    status$: status$.asObservable(),
    stream: (next: Status): void => {
      ofStream = next
      if (next.state !== 'closed') showWorse()
    },
    reading: (next: Status): void => {
      // What goes on failing for another reason has failed since the first one.
      ofReading = next.state === 'stale' && ofReading.state === 'stale' ? { ...next, sinceMs: ofReading.sinceMs } : next
      showWorse()
    },
    close: (): void => {
      show({ state: 'closed' })
      status$.complete()
    },
  }
}

/** A promise that others settle. */
function createGate() {
  let open = (): void => {}
  let fail = (_error: unknown): void => {}
  const passed = new Promise<void>((resolve, reject) => {
    open = resolve
    fail = reject
  })
  passed.catch(() => {}) // who waits is told; nobody may be waiting any more
  return { passed, open, fail }
}

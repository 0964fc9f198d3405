import type { CancelTimer, Clock } from '@sdex/primitives'
import type { Network } from '../createNetwork.ts'
import type { HorizonData } from '../horizon/route.ts'
import type { LedgerSnapshot } from '../ledger/snapshot.ts'
import { createLedgerState } from '../ledger/state.ts'
import type { LedgerReads } from '../transactions/createLedger.ts'
import { delegate } from './delegate.ts'
import { historyView } from './historyView.ts'

/** How far a server is behind the network. Both count when both are given. */
export type Lag = {
  /** Ledgers. @defaultValue 0 */
  readonly lagLedgers?: number | undefined
  /** Milliseconds after the close at which a ledger is seen. @defaultValue 0 */
  readonly lagMs?: number | undefined
}

/** The ledger as one server has it: whole, but perhaps late. */
export type LedgerView = {
  readonly data: HorizonData
  /**
   * From now on the server is so far behind. It never goes back: it stands still until it is.
   */
  setLag(lag: Lag): void
  /** Call after each commit. */
  committed(): void
  /** Call when the network began anew. */
  restart(): void
  close(): void
}

/** A ledger that the view may come to show. */
type Kept = { readonly sequence: number; readonly snapshot: LedgerSnapshot; readonly atMs: number }

/** Bound on what is kept where the lag is a time and ledgers are closed by hand. */
const MAX_KEPT = 1_000

/**
 * Makes a view without lag.
 *
 * @param options.moved - Told when the view shows another ledger than before.
 */
export function createLedgerView(options: {
  readonly network: Network
  readonly clock: Clock
  readonly flipsTrades: boolean
  readonly moved: () => void
}): LedgerView {
  const { network, clock, flipsTrades, moved } = options
  let lag: Required<{ [Name in keyof Lag]: number }> = { lagLedgers: 0, lagMs: 0 }
  /** From the ledger that is shown on; empty without lag. */
  let kept: readonly Kept[] = []
  let shown: LedgerReads = network.state
  let cancel: CancelTimer | undefined

  const keepNow = (): void => {
    const { header } = network.state
    kept = [...kept, { sequence: header.ledgerSequence, snapshot: network.state.snapshot(), atMs: clock.now() }]
    if (kept.length > MAX_KEPT) kept = kept.slice(-MAX_KEPT)
  }
  /** Shows the newest ledger that is old enough, and looks again when the next one will be. */
  const look = (): void => {
    cancel?.()
    const newest = kept.at(-1)?.sequence ?? 0
    const ofAge = kept.findLastIndex(
      ({ sequence, atMs }) => sequence <= newest - lag.lagLedgers && atMs <= clock.now() - lag.lagMs,
    )
    const next = kept[Math.max(ofAge, 0) + 1]
    if (lag.lagMs > 0 && next !== undefined && next.sequence <= newest - lag.lagLedgers) {
      cancel = clock.setTimer(look, next.atMs + lag.lagMs - clock.now())
    }
    if (ofAge <= 0) return
    kept = kept.slice(ofAge)
    show()
  }
  const show = (): void => {
    const [first] = kept
    shown = first === undefined ? network.state : createLedgerState(first.snapshot)
    moved()
  }
  const isLate = (): boolean => lag.lagLedgers + lag.lagMs > 0
  const begin = (): void => {
    cancel?.()
    kept = []
    if (isLate()) keepNow()
    show()
  }
  return {
    data: {
      passphrase: network.passphrase,
      state: delegate(network.state, () => shown),
      get index() {
        return network.indexes.at(shown.snapshot())
      },
      history: historyView(network.history, { until: () => kept[0]?.sequence, flipsTrades }),
      core: {
        get latestLedger() {
          return network.state.header.ledgerSequence
        },
      },
    },
    setLag: ({ lagLedgers = 0, lagMs = 0 }) => {
      lag = { lagLedgers, lagMs }
      if (!isLate() || kept.length === 0) begin()
      else look()
    },
    committed: () => {
      if (!isLate()) return moved()
      keepNow()
      look()
    },
    restart: begin,
    close: () => cancel?.(),
  }
}

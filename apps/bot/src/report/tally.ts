import type { Change } from '../strategy/types.ts'
import type { Settled } from '../view/botEvent.ts'
import { createLatency, type LatencyFigures } from './latency.ts'

/** Orders by what became of them, each counted when the ledger has said so. */
export type OrderFigures = {
  readonly placed: number
  readonly replaced: number
  readonly cancelled: number
  /** Taken whole. */
  readonly filled: number
  /** Not applied, for certain: refused, failed in the ledger, or expired. */
  readonly rejected: number
  /** Of a transaction whose end nobody proved. */
  readonly unknown: number
}

export type TallyFigures = {
  readonly ledgers: number
  readonly orders: OrderFigures
  readonly fills: number
  readonly latencyMs: { readonly placeToAccepted: LatencyFigures; readonly placeToLedger: LatencyFigures }
}

/** Counts what happens during a run, in constant memory. */
export type Tally = {
  countLedger(): void
  /** A trade of an own offer; `whole` when it took the last of it. */
  countFill(whole: boolean): void
  /** A transaction's end; `acceptedMs` from the decision to the server's word that it queued. */
  countSettled(
    changes: readonly Pick<Change, 'type'>[],
    settled: Pick<Settled, 'status' | 'elapsedMs'> & { readonly acceptedMs: number | undefined },
  ): void
  read(): TallyFigures
}

type Counter = Record<keyof OrderFigures, number>

const applied = { place: 'placed', replace: 'replaced', cancel: 'cancelled' } as const

export function createTally(): Tally {
  const orders: Counter = { placed: 0, replaced: 0, cancelled: 0, filled: 0, rejected: 0, unknown: 0 }
  const [toAccepted, toLedger] = [createLatency(), createLatency()]
  let [ledgers, fills] = [0, 0]
  return {
    countLedger() {
      ledgers += 1
    },
    countFill(whole) {
      fills += 1
      if (whole) orders.filled += 1
    },
    countSettled(changes, settled) {
      for (const change of changes) orders[counterOf(settled.status, change)] += 1
      if (!changes.some((change) => change.type !== 'cancel')) return
      if (settled.acceptedMs !== undefined) toAccepted.record(settled.acceptedMs)
      if (settled.status === 'applied') toLedger.record(settled.elapsedMs)
    },
    read: () => ({
      ledgers,
      orders: { ...orders },
      fills,
      latencyMs: { placeToAccepted: toAccepted.read(), placeToLedger: toLedger.read() },
    }),
  }
}

function counterOf(status: Settled['status'], change: Pick<Change, 'type'>): keyof OrderFigures {
  if (status === 'applied') return applied[change.type]
  return status === 'unknown' ? 'unknown' : 'rejected'
}

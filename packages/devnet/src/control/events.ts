import type { ClosedLedger } from '../closedLedger.ts'
import type { Submission } from '../createNetwork.ts'
import type { Fault } from '../faults/fault.ts'

/** Something that happened to a devnet. */
export type DevnetEvent =
  | { readonly type: 'ledgerClosed'; readonly closed: ClosedLedger }
  /** A transaction came to the queue, over HTTP or not, and that is what the queue said. */
  | ({ readonly type: 'submitted'; readonly hash: string } & Submission)
  /** A fault, also of a scenario, was injected, or is over: taken away or by itself. */
  | { readonly type: 'faultInjected' | 'faultRemoved'; readonly id: number; readonly fault: Fault }
  /** The network went back, or over, to a ledger. */
  | { readonly type: 'restored'; readonly ledger: number }
  | { readonly type: 'clockStopped' | 'clockStarted' }

/** Tells listeners of events. */
export type Events = {
  emit(event: DevnetEvent): void
  /** @returns Ends it. */
  listen(listener: (event: DevnetEvent) => void): () => void
  close(): void
}

/** Listeners are called at once, and must not throw. */
export function createEvents(): Events {
  const listeners = new Set<(event: DevnetEvent) => void>()
  return {
    emit: (event) => {
      for (const listener of [...listeners]) listener(event)
    },
    listen: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => listeners.clear(),
  }
}

/**
 * Where a batch stands:
 *
 * - `queued`: behind another.
 * - `preparing`: waits for its ledger, is built and signed. Nothing is sent yet.
 * - `sent`: out, its end unknown. `accepted`: a server said that it is queued.
 * - `orphaned`: out, but whoever sent it has left.
 * - `withdrawn`: never sent. `settled`: its end is proved.
 */
export type BatchStatus = 'queued' | 'preparing' | 'sent' | 'accepted' | 'orphaned' | 'withdrawn' | 'settled'

/** `abandoned`: aborted, timed out, stopped. `refused`: found wrong before it was sent. */
export type BatchEvent = 'started' | 'sent' | 'accepted' | 'abandoned' | 'refused' | 'proved'

const next: { readonly [S in BatchStatus]: { readonly [E in BatchEvent]?: BatchStatus } } = {
  queued: { started: 'preparing', abandoned: 'withdrawn' },
  preparing: { sent: 'sent', abandoned: 'withdrawn', refused: 'withdrawn' },
  sent: { accepted: 'accepted', abandoned: 'orphaned', proved: 'settled' },
  accepted: { accepted: 'accepted', abandoned: 'orphaned', proved: 'settled' }, // a retry is accepted again
  orphaned: { accepted: 'orphaned', proved: 'settled' }, // no way back: only a proof opens the lane
  withdrawn: {},
  settled: {},
}

/** Where a batch stands after `event`; `undefined` where it cannot happen. */
export function transition(status: BatchStatus, event: BatchEvent): BatchStatus | undefined {
  return next[status][event]
}

/** Whether it may have effect on the ledger, and its end is not proved. */
export function isOut(status: BatchStatus): boolean {
  return status === 'sent' || status === 'accepted' || status === 'orphaned'
}

import type { PendingState, PendingTransaction } from './ordersState.ts'

/** Before anything was sent. */
export const nothingPending: PendingState = { revision: 0, transaction: undefined, queued: 0 }

/** The state after this one; the same object when it tells nothing new. */
export function nextPending(
  state: PendingState,
  transaction: PendingTransaction | undefined,
  queued: number,
): PendingState {
  if (state.queued === queued && tellSame(state.transaction, transaction)) return state
  return { revision: state.revision + 1, transaction, queued }
}

/** The rest of a transaction follows from its hash. */
function tellSame(a: PendingTransaction | undefined, b: PendingTransaction | undefined): boolean {
  return a?.hash === b?.hash && a?.accepted === b?.accepted && a?.abandoned === b?.abandoned && a?.fault === b?.fault
}

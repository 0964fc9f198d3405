import type { AccountEntry } from './entries.ts'
import { hasPreconditions } from './protocol.ts'
import type { LedgerState } from './state.ts'

/** Gives an account a sequence number, and from protocol 19 on the moment in which it got it (CAP-21). */
export function moveSequence(state: LedgerState, account: AccountEntry, sequence: bigint): void {
  const { ledgerVersion, ledgerSequence: sequenceLedger, closeTime: sequenceTime } = state.header
  if (hasPreconditions(ledgerVersion)) state.put({ ...account, sequence, sequenceLedger, sequenceTime, extension: 3 })
  else state.put({ ...account, sequence })
}

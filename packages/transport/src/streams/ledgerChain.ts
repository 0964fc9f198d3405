import { KEPT_LEDGERS } from '../endpoints/identity.ts'
import { type NetworkResetError, networkReset } from '../errors.ts'
import type { Ledger } from '../types/ledgers.ts'
import { LedgerGapError } from './errors.ts'

/** Ledgers, each the one after the one before, of one network. */
export type LedgerChain = {
  readonly last: Ledger | undefined
  /** @throws LedgerGapError when ledgers are missing before it, NetworkResetError when it does not continue the last one. */
  append(ledger: Ledger): Ledger
  /** Looks at a server's newest ledger. @throws NetworkResetError when it shows that the server is of another network. */
  verify(newest: Ledger): void
}

/** @param onReset - Called before each NetworkResetError. */
export function createLedgerChain(onReset: () => void = () => {}): LedgerChain {
  const hashes = new Map<number, string>()
  let last: Ledger | undefined
  const reset = (found: Ledger): NetworkResetError => {
    onReset()
    return networkReset(found.sequence)
  }
  return {
    get last() {
      return last
    },
    append: (ledger) => {
      if (last !== undefined) checkNext(last, ledger, reset)
      last = ledger
      hashes.set(ledger.sequence, ledger.hash)
      hashes.delete(ledger.sequence - KEPT_LEDGERS)
      return ledger
    },
    verify: (newest) => {
      if (last === undefined) return
      const known = hashes.get(newest.sequence)
      const isOther = known !== undefined && known !== newest.hash
      // A server that lags has an older ledger. A younger one with a lower number is of another chain.
      const isYounger = newest.sequence < last.sequence && newest.closedAtMs > last.closedAtMs
      if (isOther || isYounger) throw reset(newest)
    },
  }
}

function checkNext(last: Ledger, next: Ledger, reset: (found: Ledger) => NetworkResetError): void {
  if (next.sequence > last.sequence + 1) throw gap(last, next)
  if (next.sequence <= last.sequence || next.previousHash !== last.hash) throw reset(next)
}

function gap(last: Ledger, next: Ledger): LedgerGapError {
  return new LedgerGapError({
    message: `Ledger ${next.sequence} came after ${last.sequence}: those between are missing.`,
    remedy: 'They are read by request.',
    input: next.sequence,
  })
}

import { NetworkResetError } from '../errors.ts'
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

/** Hashes kept to compare with: five minutes and more. */
const KEPT_COUNT = 64

/** @param onReset - Called before each NetworkResetError. */
export function createLedgerChain(onReset: () => void = () => {}): LedgerChain {
  const hashes = new Map<number, string>()
  let last: Ledger | undefined
  const reset = (known: Ledger, found: Ledger): NetworkResetError => {
    onReset()
    return networkReset(known, found)
  }
  return {
    get last() {
      return last
    },
    append: (ledger) => {
      if (last !== undefined) checkNext(last, ledger, reset)
      last = ledger
      hashes.set(ledger.sequence, ledger.hash)
      hashes.delete(ledger.sequence - KEPT_COUNT)
      return ledger
    },
    verify: (newest) => {
      if (last === undefined) return
      const known = hashes.get(newest.sequence)
      const isOther = known !== undefined && known !== newest.hash
      // A server that lags has an older ledger. A younger one with a lower number is of another chain.
      const isYounger = newest.sequence < last.sequence && newest.closedAtMs > last.closedAtMs
      if (isOther || isYounger) throw reset(last, newest)
    },
  }
}

function checkNext(last: Ledger, next: Ledger, reset: typeof networkReset): void {
  if (next.sequence > last.sequence + 1) throw gap(last, next)
  if (next.sequence <= last.sequence || next.previousHash !== last.hash) throw reset(last, next)
}

function gap(last: Ledger, next: Ledger): LedgerGapError {
  return new LedgerGapError({
    message: `Ledger ${next.sequence} came after ${last.sequence}: those between are missing.`,
    remedy: 'They are read by request.',
    input: next.sequence,
  })
}

function networkReset(last: Ledger, found: Ledger): NetworkResetError {
  return new NetworkResetError({
    message: `Ledger ${found.sequence} of the server does not belong to the chain of ledger ${last.sequence}: the network was reset, or this is another one.`,
    remedy: 'Check which network the server is of, drop what is kept of the old one, and make another client.',
    input: found.sequence,
  })
}

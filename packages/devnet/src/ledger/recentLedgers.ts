import type { SealedSnapshot } from './savedLedger.ts'

/** The last ledgers, as values that share what did not change between them. */
export type RecentLedgers = {
  add(sealed: SealedSnapshot): void
  find(sequence: number): SealedSnapshot | undefined
}

/** Each keeps what the next one replaced, so that they are few: about five minutes of a network like the public one. */
const KEPT_LEDGERS = 64

export function createRecentLedgers(first: SealedSnapshot): RecentLedgers {
  const kept = new Map<number, SealedSnapshot>()
  const add = (sealed: SealedSnapshot): void => {
    const { ledgerSequence } = sealed.header
    kept.set(ledgerSequence, sealed)
    kept.delete(ledgerSequence - KEPT_LEDGERS)
  }
  add(first)
  return { add, find: (sequence) => kept.get(sequence) }
}

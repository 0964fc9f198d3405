import { PATIENCE_LEDGERS } from '../mempool/queueLimits.ts'
import type { SignedTransaction } from '../transactions/signedTransaction.ts'

/** Transactions that do not go the ordinary way through the queue. */
export type SubmissionFates = {
  /** No ledger takes the transaction while it waits in the queue, which drops it after four. */
  withhold(transaction: SignedTransaction): void
  /** Puts a transaction into the queue so many ledgers later, 0: now. */
  submitLater(transaction: SignedTransaction, ledgers: number): void
  /** Whether ledgers leave the transaction where it is. */
  isWithheld(transaction: SignedTransaction): boolean
  /** Call after each close. */
  ledgerClosed(): void
  /** Forgets everything, with the ledger that it was for. */
  clear(): void
}

/** The transactions that are not withheld, nor follow one of their source that is. */
export function withoutWithheld(
  transactions: readonly SignedTransaction[],
  isWithheld: ((transaction: SignedTransaction) => boolean) | undefined,
): readonly SignedTransaction[] {
  const held = isWithheld === undefined ? [] : transactions.filter(isWithheld)
  if (held.length === 0) return transactions
  return transactions.filter(({ source, sequence }) =>
    held.every((other) => other.source !== source || other.sequence > sequence),
  )
}

/** Of more transactions the eldest are forgotten. */
const MAX_TRANSACTIONS = 10_000

/** Makes an empty list of fates. */
export function createSubmissionFates(submit: (transaction: SignedTransaction) => void): SubmissionFates {
  /** By hash, with the ledgers that are left. */
  const withheld = new Map<string, number>()
  let late: { readonly transaction: SignedTransaction; readonly ledgersLeft: number }[] = []

  const ledgerClosed = (): void => {
    for (const [hash, ledgersLeft] of withheld) {
      if (ledgersLeft <= 1) withheld.delete(hash)
      else withheld.set(hash, ledgersLeft - 1)
    }
    const due = late.filter(({ ledgersLeft }) => ledgersLeft <= 1)
    late = late.flatMap(({ transaction, ledgersLeft }) =>
      ledgersLeft <= 1 ? [] : [{ transaction, ledgersLeft: ledgersLeft - 1 }],
    )
    for (const { transaction } of due) submit(transaction)
  }
  return {
    withhold: ({ hash }) => {
      withheld.set(hash, PATIENCE_LEDGERS)
      for (const eldest of withheld.keys()) {
        if (withheld.size <= MAX_TRANSACTIONS) break
        withheld.delete(eldest)
      }
    },
    submitLater: (transaction, ledgers) => {
      if (ledgers === 0) submit(transaction)
      else late = [...late, { transaction, ledgersLeft: ledgers }].slice(-MAX_TRANSACTIONS)
    },
    isWithheld: ({ hash }) => withheld.has(hash),
    ledgerClosed,
    clear: () => {
      withheld.clear()
      late = []
    },
  }
}

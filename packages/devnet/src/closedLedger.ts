import type { LedgerClose } from './transactions/createLedger.ts'

/** A ledger that was closed. */
export type ClosedLedger = {
  readonly sequence: number
  /** Lower-case hex. */
  readonly hash: string
  /** Close time in milliseconds since 1970; whole seconds, as on the ledger. */
  readonly closedAtMs: number
  /** In the order of application, failed ones included. */
  readonly transactions: readonly ClosedTransaction[]
}

/** A transaction of a closed ledger, as far as its submitter has to know. */
export type ClosedTransaction = {
  readonly hash: string
  readonly isSuccessful: boolean
  /** TransactionResult, base64. */
  readonly resultXdr: string
}

/** A ledger as it is told. */
export function closedLedger({ header, transactions }: LedgerClose): ClosedLedger {
  return {
    sequence: header.ledgerSequence,
    hash: header.hash,
    closedAtMs: header.closeTime * 1000,
    transactions: transactions.map(({ transaction, isSuccessful, resultXdr }) => ({
      hash: transaction.hash,
      isSuccessful,
      resultXdr,
    })),
  }
}

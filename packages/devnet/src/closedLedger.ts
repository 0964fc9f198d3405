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

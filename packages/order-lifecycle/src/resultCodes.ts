/** Why the network refused, and what to do about it. */
export type Refusal = {
  /** Horizon's word, such as `op_underfunded`. */
  readonly code: string
  /**
   * What helps: `retry` the same later, `rebuild` it on the newest ledger, `resize` it or free funds, `fix` the account or the program first.
   */
  readonly advice: 'retry' | 'rebuild' | 'resize' | 'fix'
  readonly meaning: string
  readonly remedy: string
}

import type { Stroops } from '@sdex/primitives'

/** Which transactions; all successful ones without. */
export type TransactionFilter = {
  readonly account?: string | undefined
  readonly includeFailed?: boolean | undefined
}

/** A transaction in a ledger. */
export type Transaction = {
  readonly hash: string
  readonly ledger: number
  readonly successful: boolean
  readonly sourceAccount: string
  readonly sequence: bigint
  readonly feeCharged: Stroops
  readonly maxFee: Stroops
  readonly envelopeXdr: string
  readonly resultXdr: string
  /** Milliseconds since 1970. */
  readonly createdAtMs: number
  readonly pagingToken: string
  /** Of the transaction inside, where this one is a fee bump. */
  readonly innerHash?: string | undefined
}

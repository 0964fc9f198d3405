import type { Stroops } from '@sdex/primitives'

/** Which transactions: of one account, ledger, pool or claimable balance; all successful ones without. */
export type TransactionFilter = {
  readonly account?: string | undefined
  readonly ledger?: number | undefined
  readonly poolId?: string | undefined
  readonly claimableBalanceId?: string | undefined
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
  readonly memo?: TransactionMemo | undefined
}

/** A memo as Horizon writes it: text as it is, a number in decimals, a hash in base64. */
export type TransactionMemo = { readonly type: 'text' | 'id' | 'hash' | 'return'; readonly value: string }

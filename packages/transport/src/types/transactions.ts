import type { Stroops } from '@sdex/primitives'

/** Which transactions: of one account, ledger, pool or claimable balance; all successful ones without. */
export type TransactionFilter = {
  readonly account?: string | undefined
  readonly ledger?: number | undefined
  readonly poolId?: string | undefined
  readonly claimableBalanceId?: string | undefined
  /** Failed ones too. @defaultValue false */
  readonly includeFailed?: boolean | undefined
}

/** A transaction in a ledger. */
export type Transaction = {
  /** 64 hexadecimal digits in lower case; of a fee bump the outer one's. */
  readonly hash: string
  /** Sequence of the ledger that holds it. */
  readonly ledger: number
  /** Whether it had its effect; the fee is charged in any case. */
  readonly successful: boolean
  /** Whose sequence number it used. */
  readonly sourceAccount: string
  /** The sequence number that it used. */
  readonly sequence: bigint
  /** Stroops. */
  readonly feeCharged: Stroops
  /** The most that it would have paid, in stroops. */
  readonly maxFee: Stroops
  /** The `TransactionEnvelope`, base64 XDR. */
  readonly envelopeXdr: string
  /** The `TransactionResult`, base64 XDR. */
  readonly resultXdr: string
  /** When its ledger closed, in milliseconds since 1970. */
  readonly createdAtMs: number
  /** Its place in history: a cursor. */
  readonly pagingToken: string
  /** Of the transaction inside, where this one is a fee bump. */
  readonly innerHash?: string | undefined
  /** Absent where it has none. */
  readonly memo?: TransactionMemo | undefined
}

/** A memo as Horizon writes it: text as it is, a number in decimals, a hash in base64. */
export type TransactionMemo = { readonly type: 'text' | 'id' | 'hash' | 'return'; readonly value: string }

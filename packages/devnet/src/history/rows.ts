import type { Price, Stroops } from '@sdex/primitives'
import type { AssetId, EntryChange } from '../ledger/entries.ts'
import type { LedgerHeader } from '../ledger/header.ts'

/** A closed ledger. Its position is its TOID. */
export type LedgerRow = {
  readonly position: bigint
  readonly header: LedgerHeader
  readonly successfulTransactionCount: number
  readonly failedTransactionCount: number
  /** Operations of successful transactions. */
  readonly operationCount: number
  /** Operations of all transactions. */
  readonly txSetOperationCount: number
}

/** An applied transaction, failed ones included. Its position is its TOID. */
export type TransactionRow = {
  readonly position: bigint
  readonly ledger: number
  /** Unix seconds. */
  readonly closeTime: number
  readonly hash: string
  readonly isSuccessful: boolean
  /** TransactionEnvelope and TransactionResult, base64. */
  readonly envelopeXdr: string
  readonly resultXdr: string
  readonly feeCharged: Stroops
  readonly maxFee: Stroops
  readonly operationCount: number
  /** What taking the fee changed. Rendered as XDR only when asked for. */
  readonly feeChanges: readonly EntryChange[]
  /** Accounts whose history lists it. */
  readonly participants: readonly string[]
}

/** One side of a trade. */
export type TradeSide = {
  readonly account: string
  readonly offerId: bigint
  readonly asset: AssetId
  readonly amount: Stroops
}

/** One claim of a resting offer, turned the way that this network orders the two assets. */
export type TradeRow = {
  readonly position: bigint
  /** TOID of the operation, and the claim's place in its result. */
  readonly operation: bigint
  readonly index: number
  /** Unix seconds. */
  readonly closeTime: number
  readonly base: TradeSide
  readonly counter: TradeSide
  /** Whether the base side is the resting offer's owner. */
  readonly baseIsSeller: boolean
  /** The resting offer's price, as counter for base. Not reduced. */
  readonly price: Price
}

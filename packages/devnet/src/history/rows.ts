import type { Ratio, Stroops } from '@sdex/primitives'
import type { AssetId, EntryChange } from '../ledger/entries.ts'
import type { LedgerHeader } from '../ledger/header.ts'
import type { ResultMeta } from './resultMeta.ts'
import type { Traces } from './traces.ts'

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
export type TransactionRow = Traces & {
  readonly position: bigint
  readonly ledger: number
  /** Unix seconds. */
  readonly closeTime: number
  readonly hash: string
  /** Of a fee bump, the hash of the transaction in it, which finds it too. */
  readonly innerHash: string | undefined
  readonly isSuccessful: boolean
  /** TransactionEnvelope and TransactionResult, base64. */
  readonly envelopeXdr: string
  readonly resultXdr: string
  readonly feeCharged: Stroops
  readonly maxFee: Stroops
  readonly operationCount: number
  /** What taking the fee changed. Rendered as XDR only when asked for. */
  readonly feeChanges: readonly EntryChange[]
  /** What else it changed, where that is kept. */
  readonly resultMeta: ResultMeta | undefined
}

/** One side of a trade: an account with its offer, or a pool, which has neither. */
export type TradeSide = (TradeAccount | TradePool) & { readonly asset: AssetId; readonly amount: Stroops }
type TradeAccount = { readonly type: 'account'; readonly account: string; readonly offerId: bigint }
type TradePool = { readonly type: 'pool'; readonly poolId: string }

/** One claim of a resting offer or of a pool, turned the way that this network orders the two assets. */
export type TradeRow = {
  readonly position: bigint
  /** TOID of the operation, and the claim's place in its result. */
  readonly operation: bigint
  readonly index: number
  /** Unix seconds. */
  readonly closeTime: number
  readonly venue: 'orderbook' | 'liquidity_pool'
  readonly base: TradeSide
  readonly counter: TradeSide
  /** Whether the base side is the resting offer's owner, or the pool. */
  readonly baseIsSeller: boolean
  /** Counter for base: the resting offer's price, or what a pool's swap came to. Not reduced. */
  readonly price: Ratio
  /**
   * By how many percent rounding moved a pool's price; undefined for offers. Horizon does not show it, and leaves trades with too much of it out of
   * its aggregations.
   */
  readonly roundingSlippage: bigint | undefined
}

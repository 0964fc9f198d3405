import type { Asset, Price, Stroops } from '@sdex/primitives'
import type { Claimant } from './claimableBalances.ts'
import type { OtherFields, TrustlineAsset } from './history.ts'
import type { Transaction } from './transactions.ts'

/** Which payments: of one account, ledger or transaction; all of successful transactions without. */
export type PaymentFilter = {
  readonly account?: string | undefined
  readonly ledger?: number | undefined
  /** Its failed operations come without being asked for. */
  readonly transactionHash?: string | undefined
  readonly includeFailed?: boolean | undefined
  /** Each operation brings its transaction. @defaultValue false */
  readonly withTransactions?: boolean | undefined
}

/** Which operations: of one account, ledger, transaction, pool or claimable balance; all of successful transactions without. */
export type OperationFilter = PaymentFilter & {
  readonly poolId?: string | undefined
  readonly claimableBalanceId?: string | undefined
}

/**
 * An operation in a ledger. `type` is Horizon's name for the kinds that a trader meets; every other kind is `other`, with its members as they
 * came. It does not tell whether an offer was filled: trades and the transaction's result do.
 */
export type Operation = OperationBase & OperationBody

/** What every operation has. */
export type OperationBase = {
  readonly id: bigint
  readonly pagingToken: string
  /** Milliseconds since 1970. */
  readonly createdAtMs: number
  readonly transactionHash: string
  readonly transactionSuccessful: boolean
  readonly sourceAccount: string
  /** With the id that the sender gave it, as an `M` address. */
  readonly sourceAccountMuxed?: string | undefined
  /** Who pays the reserve of what it created. */
  readonly sponsor?: string | undefined
  /** Where it was asked for. */
  readonly transaction?: Transaction | undefined
}

/** What an operation of its kind has. Amounts are stroops; those that a failed one would have had are 0. */
export type OperationBody =
  | {
      readonly type: 'create_account'
      readonly funder: string
      readonly account: string
      readonly startingBalance: Stroops
    }
  | (PaymentParties & { readonly type: 'payment'; readonly asset: Asset; readonly amount: Stroops })
  | (PathPayment & { readonly type: 'path_payment_strict_send'; readonly destinationMin: Stroops })
  | (PathPayment & { readonly type: 'path_payment_strict_receive'; readonly sourceMax: Stroops })
  /** `amount` is of `selling`; 0 takes the offer away. */
  | (OfferTerms & { readonly type: 'manage_sell_offer'; readonly offerId: bigint })
  /** `amount` is of `buying`; 0 takes the offer away. The price is units of `selling` for one of `buying`. */
  | (OfferTerms & { readonly type: 'manage_buy_offer'; readonly offerId: bigint })
  | (OfferTerms & { readonly type: 'create_passive_sell_offer' })
  | {
      readonly type: 'change_trust'
      readonly trustor: string
      readonly asset: TrustlineAsset
      /** 0 takes the trustline away. */
      readonly limit: Stroops
    }
  | {
      readonly type: 'allow_trust'
      readonly trustor: string
      readonly asset: Asset
      readonly authorize: boolean
      readonly authorizeToMaintainLiabilities: boolean
    }
  | {
      readonly type: 'set_trust_line_flags'
      readonly trustor: string
      readonly asset: Asset
      /** Bits of the ledger: 1 authorized, 2 authorized to maintain liabilities, 4 clawback enabled. */
      readonly setFlags: number
      readonly clearFlags: number
    }
  | { readonly type: 'account_merge'; readonly account: string; readonly into: string }
  | { readonly type: 'bump_sequence'; readonly bumpTo: bigint }
  | {
      readonly type: 'create_claimable_balance'
      readonly asset: Asset
      readonly amount: Stroops
      readonly claimants: readonly Claimant[]
    }
  | { readonly type: 'claim_claimable_balance'; readonly balanceId: string; readonly claimant: string }
  | { readonly type: 'clawback'; readonly asset: Asset; readonly from: string; readonly amount: Stroops }
  | {
      readonly type: 'liquidity_pool_deposit'
      readonly poolId: string
      readonly reservesMax: readonly OperationReserve[]
      readonly minPrice: Price
      readonly maxPrice: Price
      readonly reservesDeposited: readonly OperationReserve[]
      readonly sharesReceived: Stroops
    }
  | {
      readonly type: 'liquidity_pool_withdraw'
      readonly poolId: string
      readonly reservesMin: readonly OperationReserve[]
      readonly shares: Stroops
      readonly reservesReceived: readonly OperationReserve[]
    }
  | OtherOperation

/** An operation of a kind that the types do not name. */
export type OtherOperation = {
  readonly type: 'other'
  /** Horizon's name for it. */
  readonly typeName: string
  /** Its body as it came. */
  readonly fields: OtherFields
}

/** Who pays whom; `M` addresses where the sender used them. */
export type PaymentParties = {
  readonly from: string
  readonly fromMuxed?: string | undefined
  readonly to: string
  readonly toMuxed?: string | undefined
}

/** What the two path payments share. */
export type PathPayment = PaymentParties & {
  /** What arrives. */
  readonly asset: Asset
  readonly amount: Stroops
  /** What is spent. */
  readonly sourceAsset: Asset
  readonly sourceAmount: Stroops
  readonly path: readonly Asset[]
}

/** What the operations on offers share. */
export type OfferTerms = {
  readonly selling: Asset
  readonly buying: Asset
  readonly amount: Stroops
  readonly price: Price
}

/** One asset of a pool; Horizon does not name it where the operation failed. */
export type OperationReserve = { readonly asset?: Asset | undefined; readonly amount: Stroops }

import type { Asset, Stroops } from '@sdex/primitives'
import type { ClaimPredicate } from './claimableBalances.ts'
import type { OtherFields, TrustlineAsset } from './history.ts'
import type { LiquidityPool, PoolReserve } from './liquidityPools.ts'

/** Which effects: of one account, ledger, transaction, operation or pool; all of them without. */
export type EffectFilter = {
  readonly account?: string | undefined
  readonly ledger?: number | undefined
  readonly transactionHash?: string | undefined
  readonly operationId?: bigint | undefined
  /** Brings all effects of the operations that touched the pool, also those on accounts. Its pages may be short before the end. */
  readonly poolId?: string | undefined
}

/**
 * What an operation changed of one account. `type` is Horizon's name for the kinds that a trader meets; every other kind is `other`, with its
 * members as they came. Offers that appear, change or go have no effect.
 */
export type Effect = EffectBase & EffectBody

/** What every effect has. */
export type EffectBase = {
  readonly id: string
  /** `OPERATION-INDEX`; the index counts from 1. */
  readonly pagingToken: string
  /** Milliseconds since 1970. */
  readonly createdAtMs: number
  readonly account: string
  readonly accountMuxed?: string | undefined
}

/** What an effect of its kind has. Amounts are stroops. */
export type EffectBody =
  | { readonly type: 'account_created'; readonly startingBalance: Stroops }
  | { readonly type: 'account_removed' }
  | { readonly type: 'account_credited' | 'account_debited'; readonly asset: Asset; readonly amount: Stroops }
  | {
      readonly type: 'trustline_created' | 'trustline_updated' | 'trustline_removed'
      readonly asset: TrustlineAsset
      readonly limit: Stroops
    }
  | {
      readonly type: 'trustline_flags_updated'
      readonly trustor: string
      readonly asset: TrustlineAsset
      /** Absent where it did not change. */
      readonly authorized?: boolean | undefined
      readonly clawbackEnabled?: boolean | undefined
    }
  | {
      readonly type: 'trade'
      /** The other side. */
      readonly seller: string
      /** Of the maker, in the effects of both sides. */
      readonly offerId: bigint
      readonly sold: PoolReserve
      readonly bought: PoolReserve
    }
  | { readonly type: 'sequence_bumped'; readonly sequence: bigint }
  | {
      readonly type: 'claimable_balance_created' | 'claimable_balance_claimed'
      readonly balanceId: string
      readonly asset: Asset
      readonly amount: Stroops
    }
  | {
      readonly type: 'claimable_balance_claimant_created'
      readonly balanceId: string
      readonly asset: Asset
      readonly amount: Stroops
      readonly predicate: ClaimPredicate
    }
  | {
      readonly type: 'liquidity_pool_deposited'
      readonly pool: LiquidityPool
      readonly reservesDeposited: readonly PoolReserve[]
      readonly sharesReceived: Stroops
    }
  | {
      readonly type: 'liquidity_pool_withdrew'
      readonly pool: LiquidityPool
      readonly reservesReceived: readonly PoolReserve[]
      readonly sharesRedeemed: Stroops
    }
  | {
      readonly type: 'liquidity_pool_trade'
      readonly pool: LiquidityPool
      /** What the pool paid out. */
      readonly sold: PoolReserve
      readonly bought: PoolReserve
    }
  | { readonly type: 'liquidity_pool_created'; readonly pool: LiquidityPool }
  | { readonly type: 'liquidity_pool_removed'; readonly poolId: string }
  | {
      readonly type: 'liquidity_pool_revoked'
      readonly pool: LiquidityPool
      readonly reservesRevoked: readonly (PoolReserve & { readonly claimableBalanceId: string })[]
      readonly sharesRevoked: Stroops
    }
  | OtherEffect

/** An effect of a kind that the types do not name. */
export type OtherEffect = {
  readonly type: 'other'
  /** Horizon's name for it. */
  readonly typeName: string
  /** Its body as it came. */
  readonly fields: OtherFields
}

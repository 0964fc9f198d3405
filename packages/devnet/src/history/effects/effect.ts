import type { Stroops } from '@sdex/primitives'
import type { xdr } from '@stellar/stellar-sdk'
import type { AssetId, PoolEntry } from '../../ledger/entries.ts'
import type { Address } from '../address.ts'

/** What an operation did to one account, in Horizon's words. */
export type Effect =
  | AccountEffect
  | SignerEffect
  | TrustlineEffect
  | TradeEffect
  | DataEffect
  | BalanceEffect
  | PoolEffect
  | SponsorshipEffect

/** An effect before it has its number: whom it is about, and what it is. */
export type Made = { readonly account: Address; readonly effect: Effect }

/** An effect in history. Its position is made of its operation's TOID and its number in it, from 1. */
export type EffectRow = Made & {
  readonly position: bigint
  readonly operation: bigint
  readonly index: number
  /** Unix seconds. */
  readonly closeTime: number
}

export type AccountEffect =
  | { readonly type: 'account_created'; readonly startingBalance: Stroops }
  | { readonly type: 'account_removed' | 'account_inflation_destination_updated' }
  | { readonly type: 'account_credited' | 'account_debited'; readonly asset: AssetId; readonly amount: Stroops }
  | {
      readonly type: 'account_thresholds_updated'
      /** As the operation names them, 0 where it does not. */
      readonly low: number
      readonly medium: number
      readonly high: number
    }
  | { readonly type: 'account_home_domain_updated'; readonly homeDomain: string }
  | {
      readonly type: 'account_flags_updated'
      /** The only flag that Horizon tells here. */
      readonly authRequired: boolean | undefined
    }
  | { readonly type: 'sequence_bumped'; readonly sequence: bigint }

export type SignerEffect = {
  readonly type: 'signer_created' | 'signer_removed' | 'signer_updated'
  readonly key: string
  readonly weight: number
}

/** What a trustline is of. */
export type Trusted =
  | { readonly type: 'asset'; readonly asset: AssetId }
  | { readonly type: 'pool'; readonly poolId: string }

export type TrustlineEffect =
  | {
      readonly type: 'trustline_created' | 'trustline_removed' | 'trustline_updated'
      readonly line: Trusted
      readonly limit: Stroops
    }
  | {
      readonly type: 'trustline_authorized' | 'trustline_deauthorized' | 'trustline_authorized_to_maintain_liabilities'
      readonly trustor: string
      readonly asset: AssetId
    }
  | {
      readonly type: 'trustline_flags_updated'
      readonly trustor: string
      readonly asset: AssetId
      /** Undefined where the operation leaves it. The third flag is not told by Horizon. */
      readonly authorized: boolean | undefined
      readonly clawbackEnabled: boolean | undefined
    }

type Exchanged = {
  readonly sold: AssetId
  readonly amountSold: Stroops
  readonly bought: AssetId
  readonly amountBought: Stroops
}

/** Sold and bought are the account's, the seller is the other side; the offer is the maker's in both. */
export type TradeEffect = Exchanged & { readonly type: 'trade'; readonly seller: Address; readonly offerId: bigint }

export type DataEffect =
  | { readonly type: 'data_created' | 'data_updated'; readonly name: string; readonly value: string }
  | { readonly type: 'data_removed'; readonly name: string }

type Balance = { readonly balanceId: string; readonly asset: AssetId; readonly amount: Stroops }

export type BalanceEffect =
  | (Balance & { readonly type: 'claimable_balance_created' | 'claimable_balance_claimed' })
  | (Balance & {
      readonly type: 'claimable_balance_claimant_created'
      /** As the operation has it: a relative time stays one. */
      readonly predicate: xdr.ClaimPredicateWire
    })
  | { readonly type: 'claimable_balance_clawed_back'; readonly balanceId: string }

/** What went in or out of a pool: amounts of its assets, in its order, and shares. */
export type PoolMove = { readonly amountA: Stroops; readonly amountB: Stroops; readonly shares: Stroops }

export type PoolEffect =
  | (PoolMove & { readonly type: 'liquidity_pool_deposited' | 'liquidity_pool_withdrew'; readonly pool: PoolEntry })
  | (Exchanged & { readonly type: 'liquidity_pool_trade'; readonly pool: PoolEntry })
  | { readonly type: 'liquidity_pool_created'; readonly pool: PoolEntry }
  | { readonly type: 'liquidity_pool_removed'; readonly poolId: string }
  | {
      readonly type: 'liquidity_pool_revoked'
      readonly pool: PoolEntry
      readonly reserves: readonly Balance[]
      readonly shares: Stroops
    }

/** Who begins or ceases to pay a reserve. */
export type SponsorChange =
  | { readonly change: 'created'; readonly sponsor: string }
  | { readonly change: 'updated'; readonly formerSponsor: string; readonly newSponsor: string }
  | { readonly change: 'removed'; readonly formerSponsor: string }

/** What is sponsored. */
export type Sponsored =
  | { readonly entry: 'account' }
  | { readonly entry: 'trustline'; readonly line: Trusted }
  | { readonly entry: 'data'; readonly name: string }
  | { readonly entry: 'claimable_balance'; readonly balanceId: string }
  | { readonly entry: 'signer'; readonly key: string }

export type SponsorshipEffect = { readonly type: 'sponsorship' } & Sponsored & SponsorChange

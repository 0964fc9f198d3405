import type { Asset, Stroops } from '@sdex/primitives'

/** Which claimable balances; all of them without. Conditions are joined by and. */
export type ClaimableBalanceFilter = {
  readonly asset?: Asset | undefined
  readonly sponsor?: string | undefined
  readonly claimant?: string | undefined
}

/** An amount that waits for one of its claimants. */
export type ClaimableBalance = {
  /** 72 hexadecimal digits. */
  readonly id: string
  readonly asset: Asset
  readonly amount: Stroops
  readonly sponsor?: string | undefined
  readonly lastModifiedLedger: number
  readonly claimants: readonly Claimant[]
  readonly clawbackEnabled: boolean
}

/** Who may claim, and when. */
export type Claimant = { readonly destination: string; readonly predicate: ClaimPredicate }

/** A condition on the time of claiming. */
export type ClaimPredicate =
  | { readonly type: 'unconditional' }
  | { readonly type: 'and' | 'or'; readonly predicates: readonly ClaimPredicate[] }
  | { readonly type: 'not'; readonly predicate: ClaimPredicate }
  /** Before a time, in seconds since 1970. */
  | { readonly type: 'before'; readonly epochSeconds: bigint }
  /** Within so many seconds of the creation. The ledger keeps the absolute form; this one stands in operations and effects. */
  | { readonly type: 'within'; readonly seconds: bigint }

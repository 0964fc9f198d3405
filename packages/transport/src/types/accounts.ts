import type { Asset, IssuedAsset, Stroops } from '@sdex/primitives'

/** An account of one ledger. */
export type Account = {
  readonly id: string
  readonly sequence: bigint
  /** The ledger in which the sequence number changed last; absent before the first change, and before protocol 19. */
  readonly sequenceLedger?: number | undefined
  readonly subentryCount: number
  readonly numSponsoring: number
  readonly numSponsored: number
  readonly lastModifiedLedger: number
  readonly thresholds: { readonly low: number; readonly medium: number; readonly high: number }
  readonly flags: {
    readonly authRequired: boolean
    readonly authRevocable: boolean
    readonly authImmutable: boolean
    readonly authClawbackEnabled: boolean
  }
  readonly signers: readonly AccountSigner[]
  /** Trustlines, native last. */
  readonly balances: readonly Balance[]
  readonly poolShares: readonly PoolShare[]
  /** Who pays the reserve of the account's entry, where another account does. */
  readonly sponsor?: string | undefined
  readonly homeDomain?: string | undefined
}

/** Which accounts: those that have this one thing. Horizon takes no more than one. */
export type AccountFilter =
  /** An account id among the signers; with it the account itself, while its own key has a weight. */
  | { readonly signer: string }
  /** Pays the reserve of the account, or of one of its trustlines, signers or data entries. */
  | { readonly sponsor: string }
  /** Has a trustline to it. */
  | { readonly asset: IssuedAsset }
  /** Has a trustline to its shares. */
  | { readonly poolId: string }

/** An entry of an account's own data. */
export type AccountData = { readonly value: Uint8Array; readonly sponsor?: string | undefined }

/** A key that may sign for an account. */
export type AccountSigner = { readonly key: string; readonly type: string; readonly weight: number }

/** What an account holds of an asset, in stroops. */
export type Balance = {
  readonly asset: Asset
  readonly balance: Stroops
  /** Absent for native. */
  readonly limit?: Stroops | undefined
  /** Locked by what its offers sell. */
  readonly sellingLiabilities: Stroops
  /** Reserved for what its offers buy. */
  readonly buyingLiabilities: Stroops
  readonly authorized: boolean
  readonly authorizedToMaintainLiabilities: boolean
}

/** A share in a liquidity pool, in stroops. */
export type PoolShare = { readonly poolId: string; readonly balance: Stroops; readonly limit: Stroops }

/** An account and what one must know of its ledger to value it. */
export type AccountSnapshot = {
  readonly ledger: number
  /** Milliseconds since 1970. */
  readonly closedAtMs: number
  readonly baseReserve: Stroops
  readonly account: Account
}

import type { Asset, IssuedAsset, Stroops } from '@sdex/primitives'

/** An account of one ledger. */
export type Account = {
  /** 56 characters that begin with `G`. */
  readonly id: string
  /** The sequence number that was used last: the next transaction has the one after it. */
  readonly sequence: bigint
  /** The ledger in which the sequence number changed last; absent before the first change, and before protocol 19. */
  readonly sequenceLedger?: number | undefined
  /** Trustlines, offers, signers and data entries; each locks a base reserve, a pool share's trustline two. */
  readonly subentryCount: number
  /** Base reserves that it locks for others. */
  readonly numSponsoring: number
  /** Base reserves that others lock for it. */
  readonly numSponsored: number
  /** The ledger in which the account's entry changed last. */
  readonly lastModifiedLedger: number
  /** Weight that an operation needs in signatures, by its kind. */
  readonly thresholds: { readonly low: number; readonly medium: number; readonly high: number }
  /** What holds for the assets that it issues. */
  readonly flags: {
    /** Trustlines begin unauthorized. */
    readonly authRequired: boolean
    /** Authorization may be taken back. */
    readonly authRevocable: boolean
    /** These flags cannot be changed, nor the account be merged. */
    readonly authImmutable: boolean
    /** What is held over trustlines made from now on may be clawed back. */
    readonly authClawbackEnabled: boolean
  }
  /** The account's own key among them. */
  readonly signers: readonly AccountSigner[]
  /** Trustlines, native last. */
  readonly balances: readonly Balance[]
  /** Trustlines to shares of liquidity pools. */
  readonly poolShares: readonly PoolShare[]
  /** Who pays the reserve of the account's entry, where another account does. */
  readonly sponsor?: string | undefined
  /** Where the owner's `stellar.toml` is (SEP-1). */
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
export type AccountData = {
  /** Up to 64 bytes. */
  readonly value: Uint8Array
  /** Who pays its reserve, where another account does. */
  readonly sponsor?: string | undefined
}

/** What may sign for an account. */
export type AccountSigner = {
  /** An account id (`G`), or the hash of a transaction (`T`) or of a preimage (`X`). */
  readonly key: string
  /** Horizon's name of the kind, such as `ed25519_public_key`. */
  readonly type: string
  /** 0 to 255. */
  readonly weight: number
}

/** What an account holds of an asset, in stroops. */
export type Balance = {
  readonly asset: Asset
  /** All of it, what its offers lock included. */
  readonly balance: Stroops
  /** The most that the trustline may hold; absent for native. */
  readonly limit?: Stroops | undefined
  /** Locked by what its offers sell. */
  readonly sellingLiabilities: Stroops
  /** Reserved for what its offers buy. */
  readonly buyingLiabilities: Stroops
  /** Whether it may be received, sent and offered. */
  readonly authorized: boolean
  /** Whether offers that are there may stay. */
  readonly authorizedToMaintainLiabilities: boolean
}

/** A share in a liquidity pool, in stroops. */
export type PoolShare = { readonly poolId: string; readonly balance: Stroops; readonly limit: Stroops }

/** An account and what one must know of its ledger to value it. */
export type AccountSnapshot = {
  /** The ledger that it is of. */
  readonly ledger: number
  /** When that one closed, in milliseconds since 1970. */
  readonly closedAtMs: number
  /** Stroops that each entry of an account locks. */
  readonly baseReserve: Stroops
  readonly account: Account
}

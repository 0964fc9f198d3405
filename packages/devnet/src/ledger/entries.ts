import type { Price, Stroops } from '@sdex/primitives'

/** `native` or `CODE:ISSUER`. As text it is a map key and compares by value. */
export type AssetId = string

/** The lumen's {@link AssetId}. */
export const NATIVE: AssetId = 'native'

/** Bits of a trustline's flags. */
export const AUTHORIZED = 1
export const AUTHORIZED_TO_MAINTAIN_LIABILITIES = 2
export const TRUSTLINE_CLAWBACK_ENABLED = 4

/** Bits of an account's flags. */
export const AUTH_REQUIRED = 1
export const AUTH_REVOCABLE = 2
export const AUTH_IMMUTABLE = 4
export const AUTH_CLAWBACK_ENABLED = 8

/**
 * Who pays an entry's reserve in its owner's place: an account id; null when nobody does any longer, which the ledger keeps apart from undefined, never
 * sponsored (LedgerEntry.ext).
 */
export type Sponsor = string | null | undefined

/** Someone who may sign for an account, beside its own key. */
export type Signer = {
  /** As text (SEP-23): `G` a key, `T` the hash of a transaction, `X` a hash whose preimage signs, `P` a signed payload. */
  readonly key: string
  readonly weight: number
  readonly sponsor: string | undefined
}

/** An account. Entries are never changed in place: an operation writes a new one. */
export type AccountEntry = {
  readonly type: 'account'
  readonly accountId: string
  readonly balance: Stroops
  readonly sequence: bigint
  /** Trustlines, offers, signers and data entries; a pool-share trustline counts 2. */
  readonly subentryCount: number
  readonly numSponsoring: number
  readonly numSponsored: number
  readonly flags: number
  readonly homeDomain: string
  /** Master weight, then the low, medium and high thresholds. */
  readonly thresholds: readonly [number, number, number, number]
  /** By key, as the ledger sorts them. */
  readonly signers: readonly Signer[]
  readonly inflationDestination: string | undefined
  readonly sellingLiabilities: Stroops
  readonly buyingLiabilities: Stroops
  /** Ledger and close time (Unix seconds) of the last sequence number consumed; 0 before the first (CAP-21). */
  readonly sequenceLedger: number
  readonly sequenceTime: number
  /** How far AccountEntry.ext goes: liabilities 1, sponsorship 2, sequence 3. It never goes back. */
  readonly extension: 0 | 1 | 2 | 3
  readonly sponsor: Sponsor
  readonly lastModifiedLedger: number
}

/** What an account holds of an issued asset. */
export type TrustlineEntry = {
  readonly type: 'trustline'
  readonly accountId: string
  readonly asset: AssetId
  readonly balance: Stroops
  readonly limit: Stroops
  readonly flags: number
  readonly sellingLiabilities: Stroops
  readonly buyingLiabilities: Stroops
  /** Pool-share trustlines of the same account in pools of this asset. */
  readonly poolUseCount: number
  /** How far TrustLineEntry.ext goes: liabilities 1, pool use count 2. */
  readonly extension: 0 | 1 | 2
  readonly sponsor: Sponsor
  readonly lastModifiedLedger: number
}

/** What an account holds of a pool's shares: on the ledger a trustline too, without liabilities and authorization of its own. */
export type PoolShareEntry = {
  readonly type: 'poolShare'
  readonly accountId: string
  /** Lower-case hex. */
  readonly poolId: string
  readonly balance: Stroops
  readonly limit: Stroops
  readonly sponsor: Sponsor
  readonly lastModifiedLedger: number
}

/** An offer resting in a book. */
export type OfferEntry = {
  readonly type: 'offer'
  readonly id: bigint
  readonly seller: string
  readonly selling: AssetId
  readonly buying: AssetId
  readonly amount: Stroops
  readonly price: Price
  readonly passive: boolean
  readonly sponsor: Sponsor
  readonly lastModifiedLedger: number
}

/** A name and a value that an account keeps. */
export type DataEntry = {
  readonly type: 'data'
  readonly accountId: string
  readonly name: string
  /** Up to 64 bytes, base64. */
  readonly value: string
  readonly sponsor: Sponsor
  readonly lastModifiedLedger: number
}

/** When a claimant may claim. Times are Unix seconds: relative ones became absolute when the balance was created. */
export type Predicate =
  | { readonly type: 'unconditional' }
  | { readonly type: 'and' | 'or'; readonly of: readonly Predicate[] }
  | { readonly type: 'not'; readonly of: readonly Predicate[] }
  | { readonly type: 'before'; readonly time: bigint }

export type Claimant = { readonly accountId: string; readonly predicate: Predicate }

/** An amount that waits for one of its claimants (CAP-23). It has no owner: whoever made it, or its sponsor, pays its reserve. */
export type ClaimableBalanceEntry = {
  readonly type: 'claimableBalance'
  /** Lower-case hex of the hash. */
  readonly id: string
  readonly claimants: readonly Claimant[]
  readonly asset: AssetId
  readonly amount: Stroops
  readonly clawbackEnabled: boolean
  readonly sponsor: Sponsor
  readonly lastModifiedLedger: number
}

/** A liquidity pool (CAP-38). */
export type PoolEntry = {
  readonly type: 'pool'
  /** Lower-case hex. */
  readonly id: string
  readonly assetA: AssetId
  readonly assetB: AssetId
  readonly reserveA: Stroops
  readonly reserveB: Stroops
  readonly totalShares: Stroops
  readonly trustlineCount: bigint
  readonly sponsor: undefined
  readonly lastModifiedLedger: number
}

/** Whatever the ledger keeps. */
export type Entry =
  | AccountEntry
  | TrustlineEntry
  | PoolShareEntry
  | OfferEntry
  | DataEntry
  | ClaimableBalanceEntry
  | PoolEntry

/** One entry's change over a span of time: created without `before`, removed without `after`. */
export type EntryChange =
  | { readonly type: 'created'; readonly after: Entry }
  | { readonly type: 'updated'; readonly before: Entry; readonly after: Entry }
  | { readonly type: 'removed'; readonly before: Entry }

/** The key of an entry in the ledger, as text. */
export function entryKey(entry: Entry): string {
  switch (entry.type) {
    case 'account':
      return `account/${entry.accountId}`
    case 'trustline':
      return `trustline/${entry.accountId}/${entry.asset}`
    case 'poolShare':
      return `poolShare/${entry.accountId}/${entry.poolId}`
    case 'offer':
      return `offer/${entry.id}`
    case 'data':
      return `data/${entry.accountId}/${entry.name}`
    case 'claimableBalance':
      return `claimableBalance/${entry.id}`
    case 'pool':
      return `pool/${entry.id}`
  }
}

/** The issuer of an asset, or undefined for lumens. */
export function issuerOf(asset: AssetId): string | undefined {
  return asset === NATIVE ? undefined : asset.slice(asset.indexOf(':') + 1)
}

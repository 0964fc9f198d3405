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

/** An account. Entries are never changed in place: an operation writes a new one. */
export type AccountEntry = {
  readonly type: 'account'
  readonly accountId: string
  readonly balance: Stroops
  readonly sequence: bigint
  readonly subentryCount: number
  readonly numSponsoring: number
  readonly numSponsored: number
  readonly flags: number
  readonly homeDomain: string
  /** Master weight, then the low, medium and high thresholds. */
  readonly thresholds: readonly [number, number, number, number]
  readonly sellingLiabilities: Stroops
  readonly buyingLiabilities: Stroops
  /** Ledger and close time (Unix seconds) of the last sequence number consumed; 0 before the first (CAP-21). */
  readonly sequenceLedger: number
  readonly sequenceTime: number
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
  readonly lastModifiedLedger: number
}

/** Whatever the ledger keeps. */
export type Entry = AccountEntry | TrustlineEntry | OfferEntry

/** One entry's change over a span of time: created without `before`, removed without `after`. */
export type EntryChange =
  | { readonly type: 'created'; readonly after: Entry }
  | { readonly type: 'updated'; readonly before: Entry; readonly after: Entry }
  | { readonly type: 'removed'; readonly before: Entry }

/** The key of an entry in the ledger. */
export function entryKey(entry: Entry): string {
  if (entry.type === 'account') return accountKey(entry.accountId)
  return entry.type === 'trustline' ? trustlineKey(entry.accountId, entry.asset) : offerKey(entry.id)
}

export function accountKey(accountId: string): string {
  return `a/${accountId}`
}

export function trustlineKey(accountId: string, asset: AssetId): string {
  return `t/${accountId}/${asset}`
}

export function offerKey(id: bigint): string {
  return `o/${id}`
}

/** The issuer of an asset, or undefined for lumens. */
export function issuerOf(asset: AssetId): string | undefined {
  return asset === NATIVE ? undefined : asset.slice(asset.indexOf(':') + 1)
}

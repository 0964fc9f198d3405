import type { AssetId } from '../ledger/entries.ts'

/** Under which the rows of an account are found. */
export function accountKey(accountId: string): string {
  return `a/${accountId}`
}

export function offerKey(id: bigint): string {
  return `o/${id}`
}

export function poolKey(id: string): string {
  return `p/${id}`
}

export function balanceKey(id: string): string {
  return `b/${id}`
}

/** Of transactions that have effects on an account. */
export function affectedKey(accountId: string): string {
  return `e/${accountId}`
}

/** Of all transactions with payments, and of all with effects, which may be few among many. */
export const PAYMENTS = 'payments'
export const EFFECTS = 'effects'

export function venueKey(venue: 'orderbook' | 'liquidity_pool'): string {
  return `v/${venue}`
}

/** The same for both directions of a market. */
export function marketKey(a: AssetId, b: AssetId): string {
  return a < b ? `m/${a}/${b}` : `m/${b}/${a}`
}

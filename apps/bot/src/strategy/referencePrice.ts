import { midRatio, withoutOwnOffers } from '@sdex/order-book'
import type { Ratio } from '@sdex/primitives'
import type { Config } from '../config/configSchema.ts'
import type { LedgerView } from './types.ts'

/** The price that quotes stand around: quote per base, and the ledger's close it was read at. */
export type Reference = { readonly price: Ratio; readonly atMs: number }

/**
 * The feed's price now, or its last one while that is young enough.
 *
 * @remarks The bot's own offers are taken out of the book first, or it would follow itself.
 * @returns `undefined` when there is no price to stand on: then nothing is quoted.
 */
export function referencePrice(
  feed: Config['feeds'][string],
  view: LedgerView,
  last: Reference | undefined,
): Reference | undefined {
  if (feed.type === 'fixed') return { price: feed.price, atMs: view.closedAtMs }
  const mid = midRatio(withoutOwnOffers(view.book, view.offers))
  if (mid !== undefined) return { price: mid, atMs: view.closedAtMs }
  return last !== undefined && view.closedAtMs - last.atMs <= feed.maxAgeS * 1000 ? last : undefined
}

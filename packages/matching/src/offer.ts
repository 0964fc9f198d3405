import { type Asset, type Price, priceFloat, type Stroops } from '@sdex/primitives'

/** An offer as it rests on the ledger. */
export type Offer = {
  /** Network-wide, rising with time, never used again. */
  readonly id: bigint
  /** Account id of the owner. */
  readonly seller: string
  readonly selling: Asset
  readonly buying: Asset
  /** What is left to sell, in stroops of `selling`. */
  readonly amount: Stroops
  /** Units of `buying` asked for one unit of `selling`; the fraction as submitted, never reduced. */
  readonly price: Price
  /** A passive offer does not take an offer at exactly its own price. */
  readonly passive: boolean
}

/** What places an offer in its book. */
export type BookPosition = Pick<Offer, 'id' | 'price'>

/**
 * The order of a book, best first: by the double n/d, ties by id. It is *not* the exact order of the fractions: two that give the same
 * double are ordered by id alone.
 *
 * @remarks stellar-core `isBetterOffer`. Whether an offer is within a taker's limit is tested exactly instead: see `comparePrices`.
 * @returns Below 0 when `a` is taken first, above 0 when `b` is.
 * @example
 * ```ts
 * offers.sort(compareOffers)
 * ```
 */
export function compareOffers(a: BookPosition, b: BookPosition): number {
  const byPrice = priceFloat(a.price) - priceFloat(b.price)
  if (byPrice !== 0) return byPrice
  return a.id < b.id ? -1 : Number(a.id > b.id)
}

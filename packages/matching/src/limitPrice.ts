import { comparePrices, invertPrice, type Price } from '@sdex/primitives'

/** The limit of an order that takes offers. */
export type OrderLimit = {
  /** Units of the asset bought for one unit of the asset sold, as an offer's price; for a buy the inverse of the submitted one. */
  readonly price: Price
  /** A passive order leaves offers at exactly its own price alone. */
  readonly passive: boolean
}

/**
 * Whether an order takes a resting offer, by price: it costs at most the inverse of the order's own price, or less than that if the order is
 * passive.
 *
 * @remarks The filter of stellar-core's `ManageOfferOpFrameBase`. The comparison is of exact fractions, unlike the order of the book
 * (`compareOffers`): an offer beyond the limit can stand in front of one within it, and stops the order.
 * @param offerPrice - Of the resting offer: units of what the order sells for one unit of what it buys.
 * @example
 * ```ts
 * isWithinLimit({ n: 3, d: 2 }, { price: { n: 2, d: 3 }, passive: false }) // true
 * isWithinLimit({ n: 3, d: 2 }, { price: { n: 2, d: 3 }, passive: true }) // false
 * ```
 */
export function isWithinLimit(offerPrice: Price, order: OrderLimit): boolean {
  const compared = comparePrices(offerPrice, invertPrice(order.price))
  return order.passive ? compared < 0 : compared <= 0
}

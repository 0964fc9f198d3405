import { assetsEqual, comparePrices, invertPrice, type Price, type Stroops } from '@sdex/primitives'
import type { LedgerView, Side } from './types.ts'

/** An own offer in the pair's terms, whichever way the ledger keeps it. */
export type OwnOffer = {
  readonly id: bigint
  readonly side: Side
  /** Units of quote per base. */
  readonly price: Price
  /** Stroops of the asset it sells: base for an ask, quote for a bid. */
  readonly resting: Stroops
}

/** The account's offers in the view's market, one side, best first. */
export function ownOffers(view: LedgerView, side: Side): readonly OwnOffer[] {
  const { base, quote } = view.market
  const [selling, buying] = side === 'sell' ? [base, quote] : [quote, base]
  return view.offers
    .filter((offer) => assetsEqual(offer.selling, selling) && assetsEqual(offer.buying, buying))
    .map((offer) => ({
      id: offer.id,
      side,
      price: side === 'sell' ? offer.price : invertPrice(offer.price),
      resting: offer.amount,
    }))
    .sort((a, b) => compareForSide(side, a.price, b.price) || (a.id < b.id ? -1 : 1))
}

/** Below zero when `a` is the better price for whoever takes the offer: lower for an ask, higher for a bid. */
export function compareForSide(side: Side, a: Price, b: Price): number {
  return side === 'sell' ? comparePrices(a, b) : comparePrices(b, a)
}

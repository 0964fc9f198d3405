import type { PriceLevel } from '@sdex/order-book'
import { comparePrices, mulDiv, type Stroops } from '@sdex/primitives'
import { type OwnOffer, ownOffers } from '../strategy/ownOffers.ts'
import type { LedgerView, Side } from '../strategy/types.ts'
import { priceText, shortAmount } from './formatFigures.ts'

/** A level of the book as text; `own` is the bot's share of it, empty where it has none. */
export type BookRow = {
  readonly price: string
  readonly amount: string
  readonly own: string
  /** Share of the largest level shown, 0 to 1. */
  readonly depthFloat: number
}

/** The best `count` levels of both sides as they stand on a screen: asks from the far end down, bids from the best down. */
export function bookRows(
  view: LedgerView,
  count: number,
): { readonly asks: readonly BookRow[]; readonly bids: readonly BookRow[] } {
  const [asks, bids] = [view.book.asks.slice(0, count), view.book.bids.slice(0, count)]
  const largest = [...asks, ...bids].reduce((most, level) => (level.baseAmount > most ? level.baseAmount : most), 1n)
  const rows = (levels: readonly PriceLevel[], side: Side): BookRow[] => {
    const own = ownOffers(view, side)
    return levels.map((level) => ({
      price: priceText(level.price),
      amount: shortAmount(level.baseAmount),
      own: ownText(own, level),
      depthFloat: Number(level.baseAmount) / Number(largest),
    }))
  }
  return { asks: rows(asks, 'sell').reverse(), bids: rows(bids, 'buy') }
}

function ownText(own: readonly OwnOffer[], level: PriceLevel): string {
  const mine = own.filter((offer) => comparePrices(offer.price, level.price) === 0)
  return mine.length === 0 ? '' : shortAmount(mine.reduce((sum, offer) => sum + baseOf(offer), 0n))
}

function baseOf(offer: OwnOffer): Stroops {
  return offer.side === 'sell'
    ? offer.resting
    : mulDiv(offer.resting, BigInt(offer.price.d), BigInt(offer.price.n), 'down')
}

import { offerLiabilities } from '@sdex/matching'
import { assetsEqual, invertPrice, type Market } from '@sdex/primitives'
import type { Offer } from '@sdex/transport'
import type { OpenOrder, OrdersState } from './ordersState.ts'
import type { AccountLedger } from './ports.ts'

/**
 * An account's offers in the terms of their markets.
 *
 * @param markets - Which way round to show them; an offer of other assets shows as a sale.
 */
export function projectOrders({ ledger, closedAtMs, offers }: AccountLedger, markets: readonly Market[]): OrdersState {
  return { ledger, closedAtMs, offers: offers.map((offer) => openOrderOf(offer, markets)) }
}

function openOrderOf(offer: Offer, markets: readonly Market[]): OpenOrder {
  const { id, selling, buying, price, amount } = offer
  const market = markets.find((known) => tradesIn(offer, known)) ?? { base: selling, quote: buying }
  if (assetsEqual(market.base, selling)) return { id, market, side: 'sell', price, amount, offer }
  // A bid rests as a sale of quote at the inverse price (ManageBuyOffer): what it buys is what a taker would bring.
  const bought = offerLiabilities(price, amount).buying
  return { id, market, side: 'buy', price: invertPrice(price), amount: bought, offer }
}

/** Whether an offer trades a market's two assets, either way. */
function tradesIn({ selling, buying }: Pick<Offer, 'selling' | 'buying'>, { base, quote }: Market): boolean {
  return (
    (assetsEqual(selling, base) && assetsEqual(buying, quote)) ||
    (assetsEqual(selling, quote) && assetsEqual(buying, base))
  )
}

/** The offers of one market, or all of them. */
export function offersIn(view: AccountLedger, market: Market | undefined): readonly Offer[] {
  return market === undefined ? view.offers : view.offers.filter((offer) => tradesIn(offer, market))
}

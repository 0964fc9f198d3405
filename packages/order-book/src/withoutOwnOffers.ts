import { type Asset, assetsEqual, comparePrices, invertPrice, type Price, priceFloat } from '@sdex/primitives'
import type { Offer } from '@sdex/transport'
import { askLevel, bidLevel } from './parseOrderBook.ts'
import type { OrderBookState, PriceLevel } from './types.ts'

/**
 * The book without an account's own offers: what others would trade against it. Levels that held nothing else are gone.
 *
 * @remarks Horizon groups offers by the double of their price and shows the fraction of any of them, so an offer belongs to the level of
 * exactly its price or else to the one whose double is the same. Offers of other markets, and those deeper than the book reaches, change nothing.
 * @param offers - Of the same ledger as the book; of one account or of several.
 * @example
 * ```ts
 * const mid = midRatio(withoutOwnOffers(book, ownOffers))
 * ```
 */
export function withoutOwnOffers(book: OrderBookState, offers: readonly Offer[]): OrderBookState {
  const { base, quote } = book.market
  const asks = offers.filter(sells(base, quote))
  const bids = offers.filter(sells(quote, base))
  if (asks.length === 0 && bids.length === 0) return book
  return {
    ...book,
    asks: reduceLevels(book.asks, asks, {
      ledgerPrice: (price) => price,
      amountOf: (level) => level.baseAmount,
      levelOf: askLevel,
    }),
    bids: reduceLevels(book.bids, bids, {
      ledgerPrice: invertPrice,
      amountOf: (level) => level.quoteAmount,
      levelOf: bidLevel,
    }),
  }
}

function sells(selling: Asset, buying: Asset): (offer: Offer) => boolean {
  return (offer) => assetsEqual(offer.selling, selling) && assetsEqual(offer.buying, buying)
}

/** How one side of the book relates to the offers on the ledger. */
type Side = {
  /** The level's price as its offers have it: of what they buy, for one unit of what they sell. */
  ledgerPrice(price: Price): Price
  /** Of the asset that its offers sell. */
  amountOf(level: PriceLevel): bigint
  levelOf(row: { readonly price: Price; readonly amount: bigint }): PriceLevel
}

function reduceLevels(levels: readonly PriceLevel[], own: readonly Offer[], side: Side): readonly PriceLevel[] {
  const ownAmounts = new Map<PriceLevel, bigint>()
  for (const offer of own) {
    const level = levelOfOffer(levels, offer, side)
    if (level !== undefined) ownAmounts.set(level, (ownAmounts.get(level) ?? 0n) + offer.amount)
  }
  return levels.flatMap((level) => {
    const ownAmount = ownAmounts.get(level)
    if (ownAmount === undefined) return [level]
    const amount = side.amountOf(level) - ownAmount
    return amount > 0n ? [side.levelOf({ price: level.price, amount })] : []
  })
}

function levelOfOffer(levels: readonly PriceLevel[], offer: Offer, { ledgerPrice }: Side): PriceLevel | undefined {
  const double = priceFloat(offer.price)
  return (
    levels.find((level) => comparePrices(ledgerPrice(level.price), offer.price) === 0) ??
    levels.find((level) => priceFloat(ledgerPrice(level.price)) === double)
  )
}

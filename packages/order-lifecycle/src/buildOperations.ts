import { type Asset, assetsEqual, formatAmount, type Price } from '@sdex/primitives'
import type { Offer } from '@sdex/transport'
import { Operation, type xdr } from '@stellar/stellar-sdk/base'
import { InvalidOrderError, OfferNotFoundError } from './errors.ts'
import type { OrderChange, OrderTerms, ReplaceOrder } from './orderChange.ts'
import { toSdkAsset } from './sdkAsset.ts'

/**
 * The operations of a batch, in its order.
 *
 * @remarks A buy is a ManageBuyOffer, so that the amount meant is the amount on the wire: as a sale at the inverse price it would be rounded
 * twice. A cancel names the offer's own assets and price, though the ledger looks at the id alone.
 * @param changes - Tested by `checkChanges`.
 * @param offers - The account's own, of the newest committed ledger.
 * @throws {@link OfferNotFoundError} when an offer is none of them; {@link InvalidOrderError} when a replacement changes market or side.
 */
export function buildOperations(changes: readonly OrderChange[], offers: readonly Offer[]): readonly xdr.Operation[] {
  const own = new Map(offers.map((offer) => [offer.id, offer]))
  return changes.map((change) => {
    if (change.type === 'place') return manageOffer(change, 0n)
    const offer = own.get(change.offerId)
    if (offer === undefined) throw offerNotFound(change.offerId)
    if (change.type === 'cancel') return deleteOffer(offer)
    checkSameBook(change, offer)
    return manageOffer(change, offer.id)
  })
}

function manageOffer({ market, side, price, amount }: OrderTerms, offerId: bigint): xdr.Operation {
  const [base, quote] = [toSdkAsset(market.base), toSdkAsset(market.quote)]
  const [units, rest] = [formatAmount(amount), { price: termsOf(price), offerId: offerId.toString() }]
  return side === 'sell'
    ? Operation.manageSellOffer({ selling: base, buying: quote, amount: units, ...rest })
    : Operation.manageBuyOffer({ selling: quote, buying: base, buyAmount: units, ...rest })
}

function deleteOffer({ id, selling, buying, price }: Offer): xdr.Operation {
  return Operation.manageSellOffer({
    selling: toSdkAsset(selling),
    buying: toSdkAsset(buying),
    amount: '0',
    price: termsOf(price),
    offerId: id.toString(),
  })
}

/** Without what else an object that fits may carry. */
function termsOf({ n, d }: Price): Price {
  return { n, d }
}

/** The ledger would take other assets for the same id; whoever asks for that has most likely mixed up two offers. */
function checkSameBook(change: ReplaceOrder, offer: Offer): void {
  const { base, quote } = change.market
  const [selling, buying]: [Asset, Asset] = change.side === 'sell' ? [base, quote] : [quote, base]
  if (assetsEqual(offer.selling, selling) && assetsEqual(offer.buying, buying)) return
  throw new InvalidOrderError({
    message: `Offer ${offer.id} does not ${change.side} in this market.`,
    remedy: 'Keep market and side, or cancel the offer and place another.',
    input: change,
  })
}

function offerNotFound(offerId: bigint): OfferNotFoundError {
  return new OfferNotFoundError({
    message: `The account has no offer ${offerId}.`,
    remedy: 'It was taken or cancelled; decide anew on the newest orders$.',
    input: { offerId },
  })
}

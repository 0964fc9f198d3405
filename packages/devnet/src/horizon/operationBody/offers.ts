import { formatAmount, formatPrice } from '@sdex/primitives'
import type { xdr } from '@stellar/stellar-sdk'
import { assetIdOf } from '../../ledger/wire.ts'
import type { JsonObject } from '../json.ts'
import { renderAsset } from '../values.ts'

type Order = Pick<xdr.ManageSellOfferOpWire, 'selling' | 'buying' | 'amount' | 'price'>

/** The price is the operation's own fraction. */
export function passiveOfferBody({ selling, buying, amount, price }: Order): JsonObject {
  return {
    amount: formatAmount(amount),
    price: formatPrice(price),
    price_r: { n: price.n, d: price.d },
    ...renderAsset(assetIdOf(buying), 'buying_'),
    ...renderAsset(assetIdOf(selling), 'selling_'),
  }
}

export function sellOfferBody(body: xdr.ManageSellOfferOpWire): JsonObject {
  return { ...passiveOfferBody(body), offer_id: body.offerId.toString() }
}

/** The amount is what is bought. */
export function buyOfferBody(body: xdr.ManageBuyOfferOpWire): JsonObject {
  return { ...passiveOfferBody({ ...body, amount: body.buyAmount }), offer_id: body.offerId.toString() }
}

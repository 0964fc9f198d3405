import { formatAmount } from '@sdex/primitives'
import type { TradeEffect } from '../../history/effects/effect.ts'
import { renderAddress } from '../addressBody.ts'
import type { JsonObject } from '../json.ts'
import { renderAsset } from '../values.ts'

export function tradeEffectBody({ seller, offerId, ...trade }: TradeEffect): JsonObject {
  return {
    ...renderAddress('seller', seller),
    offer_id: offerId.toString(),
    sold_amount: formatAmount(trade.amountSold),
    ...renderAsset(trade.sold, 'sold_'),
    bought_amount: formatAmount(trade.amountBought),
    ...renderAsset(trade.bought, 'bought_'),
  }
}

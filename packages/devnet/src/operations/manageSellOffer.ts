import type { xdr } from '@stellar/stellar-sdk'
import { assetIdOf } from '../ledger/wire.ts'
import { offerRule } from './offerRule.ts'
import type { OperationRule } from './rule.ts'

/** Sells an amount at a price or better. */
export function manageSellOffer(operation: xdr.ManageSellOfferOpWire): OperationRule {
  const { offerId, amount, price, selling, buying } = operation
  return offerRule({
    order: {
      offerId,
      selling: assetIdOf(selling),
      buying: assetIdOf(buying),
      price,
      amount: { type: 'sell', stroops: amount },
      passive: false,
    },
    assets: [selling, buying],
    arm: 'manageSellOffer',
  })
}

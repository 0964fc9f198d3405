import { invertPrice } from '@sdex/primitives'
import type { xdr } from '@stellar/stellar-sdk'
import { assetIdOf } from '../ledger/wire.ts'
import { offerRule } from './offerRule.ts'
import type { OperationRule } from './rule.ts'

/** Buys an amount at a price or better; the ledger keeps it as a sale at the inverse price. */
export function manageBuyOffer(operation: xdr.ManageBuyOfferOpWire): OperationRule {
  const { offerId, buyAmount, price, selling, buying } = operation
  return offerRule({
    order: {
      offerId,
      selling: assetIdOf(selling),
      buying: assetIdOf(buying),
      price: invertPrice(price),
      amount: { type: 'buy', stroops: buyAmount },
      passive: false,
    },
    assets: [selling, buying],
    arm: 'manageBuyOffer',
  })
}

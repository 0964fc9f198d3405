import type { xdr } from '@stellar/stellar-sdk'
import { assetIdOf } from '../ledger/wire.ts'
import { offerRule } from './offerRule.ts'
import type { OperationRule } from './rule.ts'

/**
 * Sells at a price without taking an offer at exactly that price. stellar-core reports its result in the arm of `manageSellOffer`, at every
 * protocol.
 */
export function createPassiveSellOffer(operation: xdr.CreatePassiveSellOfferOpWire): OperationRule {
  const { amount, price, selling, buying } = operation
  return offerRule({
    order: {
      offerId: 0n,
      selling: assetIdOf(selling),
      buying: assetIdOf(buying),
      price,
      amount: { type: 'sell', stroops: amount },
      passive: true,
    },
    assets: [selling, buying],
    arm: 'manageSellOffer',
  })
}

import type { xdr } from '@stellar/stellar-sdk'
import { offerWire } from '../ledger/entryWire.ts'
import { isAssetWireValid } from '../ledger/wire.ts'
import {
  isOfferMalformed,
  manageOffer,
  OFFER_CODES,
  type OfferOrder,
  type OfferRefusal,
  type OfferSuccess,
} from './manageOffer.ts'
import { claimsWire } from './pathPayment.ts'
import {
  EXCEEDED_WORK_LIMIT,
  inner,
  type OperationOutcome,
  type OperationRule,
  TOO_MANY_SPONSORING,
  TOO_MANY_SUBENTRIES,
} from './rule.ts'

/** The arm of the result union that an operation reports in. */
export type OfferArm = 'manageSellOffer' | 'manageBuyOffer'

/** What the three offer operations have in common: they differ in how they state the order, and in the arm of their results. */
export function offerRule(args: {
  readonly order: OfferOrder
  readonly assets: readonly xdr.AssetWire[]
  readonly arm: OfferArm
}): OperationRule {
  const { order, assets, arm } = args
  const result = (outcome: xdr.ManageSellOfferResultWire): OperationOutcome =>
    inner(
      outcome.code === 0,
      arm === 'manageSellOffer'
        ? { type: 3, manageSellOfferResult: outcome }
        : { type: 12, manageBuyOfferResult: outcome },
    )
  const refused = (refusal: OfferRefusal): OperationOutcome => {
    switch (refusal) {
      case 'exceededWorkLimit':
        return EXCEEDED_WORK_LIMIT
      case 'tooManySubentries':
        return TOO_MANY_SUBENTRIES
      case 'tooManySponsoring':
        return TOO_MANY_SPONSORING
      case 'lowReserve':
        return result({ code: OFFER_CODES.LOW_RESERVE })
      default:
        return result({ code: OFFER_CODES[refusal] })
    }
  }
  return {
    threshold: 'medium',
    notRun: result({ code: 0, success: NOTHING_DONE }).result,
    check: () => (!assets.every(isAssetWireValid) || isOfferMalformed(order) ? refused('MALFORMED') : undefined),
    apply: (context) => {
      const done = manageOffer(context, order)
      if (typeof done === 'string') return refused(done)
      const success = { offersClaimed: claimsWire(done.claims), offer: effectWire(done) }
      const crossed = { claims: done.claims, restingId: done.offer?.id }
      return { ...result({ code: 0, success }), crossed }
    },
  }
}

function effectWire({ effect, offer }: OfferSuccess): xdr.ManageOfferSuccessResultOfferWire {
  if (offer === undefined) return { effect: 2 }
  return effect === 'created' ? { effect: 0, offer: offerWire(offer) } : { effect: 1, offer: offerWire(offer) }
}

/** What an offer operation that was not run reports: an offer of zeros, created. */
const NOTHING_DONE: xdr.ManageOfferSuccessResultWire = {
  offersClaimed: [],
  offer: {
    effect: 0,
    offer: {
      sellerId: { type: 0, ed25519: new Uint8Array(32) },
      offerId: 0n,
      selling: { type: 0 },
      buying: { type: 0 },
      amount: 0n,
      price: { n: 0, d: 0 },
      flags: 0,
      ext: { v: 0 },
    },
  },
}

import { invertPrice } from '@sdex/primitives'
import type { xdr } from '@stellar/stellar-sdk'
import type { Claim } from '../ledger/crossing.ts'
import { offerWire } from '../ledger/entryWire.ts'
import { accountWire, assetIdOf, assetWire, isAssetWireValid } from '../ledger/wire.ts'
import {
  isOfferMalformed,
  manageOffer,
  OFFER_CODES,
  type OfferOrder,
  type OfferRefusal,
  type OfferSuccess,
} from './manageOffer.ts'
import { EXCEEDED_WORK_LIMIT, inner, type OperationOutcome, type OperationRule, TOO_MANY_SUBENTRIES } from './rule.ts'

type Submitted = { readonly order: OfferOrder; readonly assets: readonly xdr.AssetWire[]; readonly arm: 'sell' | 'buy' }

/** Sells an amount at a price or better. */
export function manageSellOffer(operation: xdr.ManageSellOfferOpWire): OperationRule {
  const { offerId, amount, price, selling, buying } = operation
  const order = {
    offerId,
    selling: assetIdOf(selling),
    buying: assetIdOf(buying),
    price,
    amount: { sell: amount },
    passive: false,
  }
  return offerRule({ order, assets: [selling, buying], arm: 'sell' })
}

/** Buys an amount at a price or better; the ledger keeps it as a sale at the inverse price. */
export function manageBuyOffer(operation: xdr.ManageBuyOfferOpWire): OperationRule {
  const { offerId, buyAmount, selling, buying } = operation
  const price = invertPrice(operation.price)
  const order = {
    offerId,
    selling: assetIdOf(selling),
    buying: assetIdOf(buying),
    price,
    amount: { buy: buyAmount },
    passive: false,
  }
  return offerRule({ order, assets: [selling, buying], arm: 'buy' })
}

/**
 * Sells at a price without taking an offer at exactly that price. stellar-core reports its result in the arm of `manageSellOffer`, at every
 * protocol.
 */
export function createPassiveSellOffer(operation: xdr.CreatePassiveSellOfferOpWire): OperationRule {
  const { amount, price, selling, buying } = operation
  const order = {
    offerId: 0n,
    selling: assetIdOf(selling),
    buying: assetIdOf(buying),
    price,
    amount: { sell: amount },
    passive: true,
  }
  return offerRule({ order, assets: [selling, buying], arm: 'sell' })
}

function offerRule({ order, assets, arm }: Submitted): OperationRule {
  const malformed = refused(arm, 'malformed')
  return {
    threshold: 'medium',
    notRun: inner(
      true,
      resultTr(arm, { code: 0, success: { offersClaimed: [], offer: { effect: 0, offer: NO_OFFER } } }),
    ).result,
    check: () => (assets.every(isAssetWireValid) && !isOfferMalformed(order) ? undefined : malformed),
    apply: (context) => {
      const done = manageOffer(context, order)
      return typeof done === 'string' ? refused(arm, done) : succeeded(arm, done)
    },
  }
}

function refused(arm: Submitted['arm'], refusal: OfferRefusal): OperationOutcome {
  if (refusal === 'tooManySubentries') return TOO_MANY_SUBENTRIES
  if (refusal === 'exceededWorkLimit') return EXCEEDED_WORK_LIMIT
  return inner(false, resultTr(arm, { code: OFFER_CODES[refusal] }))
}

function succeeded(arm: Submitted['arm'], { claims, effect, offer }: OfferSuccess): OperationOutcome {
  const rests: xdr.ManageOfferSuccessResultOfferWire =
    offer === undefined ? { effect: 2 } : { effect: effect === 'created' ? 0 : 1, offer: offerWire(offer) }
  const done = inner(true, resultTr(arm, { code: 0, success: { offersClaimed: claims.map(claimWire), offer: rests } }))
  return { ...done, crossed: { claims, restingId: offer?.id } }
}

function resultTr(arm: Submitted['arm'], result: xdr.ManageSellOfferResultWire): xdr.OperationResultTrWire {
  return arm === 'sell' ? { type: 3, manageSellOfferResult: result } : { type: 12, manageBuyOfferResult: result }
}

function claimWire(claim: Claim): xdr.ClaimAtomWire {
  const { seller, offerId, sold, amountSold, bought, amountBought } = claim
  return {
    type: 1,
    orderBook: {
      sellerId: accountWire(seller),
      offerId,
      assetSold: assetWire(sold),
      amountSold,
      assetBought: assetWire(bought),
      amountBought,
    },
  }
}

/** What a result that was default-constructed holds: everything zero. */
const NO_OFFER: xdr.OfferEntryWire = {
  sellerId: { type: 0, ed25519: new Uint8Array(32) },
  offerId: 0n,
  selling: { type: 0 },
  buying: { type: 0 },
  amount: 0n,
  price: { n: 0, d: 0 },
  flags: 0,
  ext: { v: 0 },
}

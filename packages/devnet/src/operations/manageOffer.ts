import {
  adjustOffer,
  buyLiabilities,
  canBuyAtMost,
  canSellAtMost,
  isWithinLimit,
  MAX_OFFERS_TO_CROSS,
  offerLiabilities,
} from '@sdex/matching'
import { invertPrice, type Price } from '@sdex/primitives'
import { type Crossing, crossBook } from '../ledger/crossing.ts'
import { type AssetId, NATIVE, type OfferEntry, type Sponsor } from '../ledger/entries.ts'
import {
  addBalance,
  available,
  type Holder,
  holdingOf,
  isAuthorized,
  isIssuer,
  must,
  receivable,
} from '../ledger/holdings.ts'
import { acquireLiabilities, releaseLiabilities } from '../ledger/offers.ts'
import { type ReserveRefusal, releaseSubentry, reserveSubentry } from '../ledger/reserves.ts'
import type { OperationContext } from './rule.ts'

/** Result codes that all three offer operations share. */
export const OFFER_CODES = {
  MALFORMED: -1,
  SELL_NO_TRUST: -2,
  BUY_NO_TRUST: -3,
  SELL_NOT_AUTHORIZED: -4,
  BUY_NOT_AUTHORIZED: -5,
  LINE_FULL: -6,
  UNDERFUNDED: -7,
  CROSS_SELF: -8,
  NOT_FOUND: -11,
  LOW_RESERVE: -12,
} as const
export type OfferRefusal = keyof typeof OFFER_CODES | 'exceededWorkLimit' | ReserveRefusal

/** An order to the ledger, as a sale: `price` is units of `buying` for one of `selling`, and is stored as it is. */
export type OfferOrder = {
  readonly offerId: bigint
  readonly selling: AssetId
  readonly buying: AssetId
  readonly price: Price
  /** How much to sell, or, of a buy operation, how much to buy. */
  readonly amount: { readonly type: 'sell' | 'buy'; readonly stroops: bigint }
  readonly passive: boolean
}

/** What became of an order that succeeded. */
export type OfferSuccess = {
  readonly claims: Crossing['claims']
  readonly effect: 'created' | 'updated' | 'deleted'
  /** The offer as it rests, unless it was deleted or never rested. */
  readonly offer: OfferEntry | undefined
}

/** Whether no ledger would take an order. Assets are checked as XDR before. */
export function isOfferMalformed({ selling, buying, amount, price, offerId }: OfferOrder): boolean {
  const isPriceBad = price.n <= 0 || price.d <= 0
  const isNothing = offerId === 0n && amount.stroops === 0n
  return selling === buying || amount.stroops < 0n || isPriceBad || isNothing || offerId < 0n
}

/** Creates, changes or deletes an offer, crossing the book on the way. stellar-core `ManageOfferOpFrameBase::doApply`. */
export function manageOffer(context: OperationContext, order: OfferOrder): OfferSuccess | OfferRefusal {
  const { state, source } = context
  const isDelete = order.amount.stroops === 0n
  const refusal = isDelete ? undefined : checkTrust(context, order)
  if (refusal !== undefined) return refusal
  const place = order.offerId === 0n ? reservePlace(context) : takeOldOffer(context, order)
  if (typeof place === 'string') return place
  if (isDelete) {
    releaseSubentry(state, source, place.sponsor)
    return { claims: [], effect: 'deleted', offer: undefined }
  }
  const passive = place.old?.passive ?? order.passive
  const crossing = cross(context, { ...order, passive })
  if (typeof crossing === 'string') return crossing
  return store(context, { order: { ...order, passive }, crossing, place })
}

/** stellar-core `checkOfferValid`. */
function checkTrust({ state, source }: OperationContext, { selling, buying }: OfferOrder): OfferRefusal | undefined {
  if (selling !== NATIVE && !isIssuer({ accountId: source, asset: selling })) {
    const line = state.trustline(source, selling)
    if (line === undefined) return 'SELL_NO_TRUST'
    if (line.balance === 0n) return 'UNDERFUNDED'
    if (!isAuthorized(line)) return 'SELL_NOT_AUTHORIZED'
  }
  if (buying !== NATIVE && !isIssuer({ accountId: source, asset: buying })) {
    const line = state.trustline(source, buying)
    if (line === undefined) return 'BUY_NO_TRUST'
    if (!isAuthorized(line)) return 'BUY_NOT_AUTHORIZED'
  }
  return undefined
}

/** Where the order's offer stands among its account's entries: one that is already counted, whether something rests in the end or not. */
type Place = { readonly old: OfferEntry | undefined; readonly sponsor: Sponsor }

/** Counts the subentry of a new offer: its reserve is held back while it crosses. */
function reservePlace({ state, source }: OperationContext): Place | OfferRefusal {
  const reserve = reserveSubentry(state, source)
  if ('refusal' in reserve) return reserve.refusal === 'lowReserve' ? 'LOW_RESERVE' : reserve.refusal
  return { old: undefined, sponsor: reserve.sponsor }
}

/** Takes the offer to be changed off the book. */
function takeOldOffer({ state, source }: OperationContext, { offerId }: OfferOrder): Place | OfferRefusal {
  const old = state.offer(offerId)
  if (old === undefined || old.seller !== source) return 'NOT_FOUND'
  releaseLiabilities(state, old)
  state.remove(old)
  return { old, sponsor: old.sponsor }
}

function cross(context: OperationContext, order: OfferOrder): Crossing | OfferRefusal {
  const { state, source } = context
  const { price, amount } = order
  const needed =
    amount.type === 'sell'
      ? offerLiabilities(price, amount.stroops)
      : buyLiabilities(invertPrice(price), amount.stroops)
  if (receivable(state, wheatOf(context, order)) < needed.buying) return 'LINE_FULL'
  if (available(state, sheepOf(context, order)) < needed.selling) return 'UNDERFUNDED'
  const { maxSheepSend, maxWheatReceive } = limits(context, order, { sheepSent: 0n, wheatReceived: 0n })
  if (maxWheatReceive === 0n) return 'LINE_FULL'

  const crossing = crossBook(state, {
    sheep: order.selling,
    wheat: order.buying,
    maxSheepSend,
    maxWheatReceive,
    rounding: 'normal',
    maxOffers: MAX_OFFERS_TO_CROSS,
    inspect: (offer) => {
      if (!isWithinLimit(offer.price, order)) return 'badPrice'
      return offer.seller === source ? 'crossSelf' : 'take'
    },
  })
  if (crossing.end === 'crossSelf') return 'CROSS_SELF'
  if (crossing.end === 'tooMany') return 'exceededWorkLimit'
  return crossing
}

type Traded = { readonly sheepSent: bigint; readonly wheatReceived: bigint }
type TakerLimits = { readonly maxSheepSend: bigint; readonly maxWheatReceive: bigint }

/** What the order may still send and receive, after what it has traded. */
function limits(context: OperationContext, order: OfferOrder, traded: Traded): TakerLimits {
  const maxSheepSend = canSellAtMost(holdingOf(context.state, sheepOf(context, order)))
  const maxWheatReceive = canBuyAtMost(holdingOf(context.state, wheatOf(context, order)))
  const { type, stroops } = order.amount
  if (type === 'sell') return { maxSheepSend: smaller(stroops - traded.sheepSent, maxSheepSend), maxWheatReceive }
  return { maxSheepSend, maxWheatReceive: smaller(stroops - traded.wheatReceived, maxWheatReceive) }
}

/** Settles what was crossed and stores what rests. */
function store(
  context: OperationContext,
  { order, crossing, place }: { readonly order: OfferOrder; readonly crossing: Crossing; readonly place: Place },
): OfferSuccess {
  const { state, source } = context
  if (crossing.wheatReceived > 0n) {
    must(addBalance(state, wheatOf(context, order), crossing.wheatReceived), 'taker credit')
    must(addBalance(state, sheepOf(context, order), -crossing.sheepSent), 'taker debit')
  }
  const isUsedUp = crossing.end === 'filled'
  const left = limits(context, order, crossing)
  const amount = isUsedUp ? 0n : adjustOffer(order.price, left.maxSheepSend, left.maxWheatReceive)
  if (amount === 0n) {
    releaseSubentry(state, source, place.sponsor)
    return { claims: crossing.claims, effect: 'deleted', offer: undefined }
  }
  const isNew = place.old === undefined
  const { selling, buying, price, passive } = order
  const offer: OfferEntry = {
    type: 'offer',
    id: isNew ? nextOfferId(state) : order.offerId,
    seller: source,
    selling,
    buying,
    amount,
    price,
    passive,
    sponsor: place.sponsor,
    lastModifiedLedger: state.header.ledgerSequence,
  }
  state.put(offer)
  acquireLiabilities(state, offer)
  return { claims: crossing.claims, effect: isNew ? 'created' : 'updated', offer }
}

function nextOfferId(state: OperationContext['state']): bigint {
  const idPool = state.header.idPool + 1n
  state.setHeader({ ...state.header, idPool })
  return idPool
}

function sheepOf({ source }: OperationContext, { selling }: OfferOrder): Holder {
  return { accountId: source, asset: selling }
}

function wheatOf({ source }: OperationContext, { buying }: OfferOrder): Holder {
  return { accountId: source, asset: buying }
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

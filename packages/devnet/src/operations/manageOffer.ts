import { adjustOffer, buyLiabilities, offerLiabilities } from '@sdex/matching'
import { comparePrices, invertPrice, type Price } from '@sdex/primitives'
import { type Crossing, crossBook } from '../ledger/crossing.ts'
import { type AssetId, NATIVE, type OfferEntry } from '../ledger/entries.ts'
import {
  addBalance,
  available,
  canBuyAtMost,
  canSellAtMost,
  isAuthorized,
  isIssuer,
  must,
  receivable,
} from '../ledger/holdings.ts'
import { acquireLiabilities, releaseLiabilities } from '../ledger/offers.ts'
import { addSubentry, removeSubentry } from '../ledger/subentries.ts'
import type { OperationContext } from './rule.ts'

/** Result codes that all three offer operations share. */
export const OFFER_CODES = {
  malformed: -1,
  sellNoTrust: -2,
  buyNoTrust: -3,
  sellNotAuthorized: -4,
  buyNotAuthorized: -5,
  lineFull: -6,
  underfunded: -7,
  crossSelf: -8,
  notFound: -11,
  lowReserve: -12,
} as const
export type OfferRefusal = keyof typeof OFFER_CODES | 'tooManySubentries' | 'exceededWorkLimit'

/** An order to the ledger, as a sale: `price` is units of `buying` for one of `selling`, and is stored as it is. */
export type OfferOrder = {
  readonly offerId: bigint
  readonly selling: AssetId
  readonly buying: AssetId
  readonly price: Price
  /** How much to sell, or, of a buy operation, how much to buy. */
  readonly amount: { readonly sell: bigint } | { readonly buy: bigint }
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
export function isOfferMalformed(order: OfferOrder): boolean {
  const amount = amountOf(order)
  const isPriceBad = order.price.n <= 0 || order.price.d <= 0
  const isNothing = order.offerId === 0n && amount === 0n
  return order.selling === order.buying || amount < 0n || isPriceBad || isNothing || order.offerId < 0n
}

/** Creates, changes or deletes an offer, crossing the book on the way. stellar-core `ManageOfferOpFrameBase::doApply`. */
export function manageOffer(context: OperationContext, order: OfferOrder): OfferSuccess | OfferRefusal {
  const { state, source } = context
  const isDelete = amountOf(order) === 0n
  const refusal = isDelete ? undefined : checkTrust(context, order)
  if (refusal !== undefined) return refusal
  const old = takeOldOffer(context, order)
  if (typeof old === 'string') return old
  if (isDelete) {
    removeSubentry(state, source)
    return { claims: [], effect: 'deleted', offer: undefined }
  }
  const passive = old?.passive ?? order.passive
  const crossing = cross(context, { ...order, passive })
  if (typeof crossing === 'string') return crossing
  return store(context, { order: { ...order, passive }, crossing, isNew: old === undefined })
}

/** stellar-core `checkOfferValid`. */
function checkTrust({ state, source }: OperationContext, { selling, buying }: OfferOrder): OfferRefusal | undefined {
  if (selling !== NATIVE && !isIssuer({ accountId: source, asset: selling })) {
    const line = state.trustline(source, selling)
    if (line === undefined) return 'sellNoTrust'
    if (line.balance === 0n) return 'underfunded'
    if (!isAuthorized(line)) return 'sellNotAuthorized'
  }
  if (buying !== NATIVE && !isIssuer({ accountId: source, asset: buying })) {
    const line = state.trustline(source, buying)
    if (line === undefined) return 'buyNoTrust'
    if (!isAuthorized(line)) return 'buyNotAuthorized'
  }
  return undefined
}

/** Takes the offer to be changed off the book, or counts the subentry of a new one: its reserve is held back while it crosses. */
function takeOldOffer({ state, source }: OperationContext, order: OfferOrder): OfferEntry | undefined | OfferRefusal {
  if (order.offerId === 0n) return addSubentry(state, source)
  const old = state.offer(order.offerId)
  if (old === undefined || old.seller !== source) return 'notFound'
  releaseLiabilities(state, old)
  state.remove(old)
  return old
}

function cross({ state, source }: OperationContext, order: OfferOrder): Crossing | OfferRefusal {
  const sheep = { accountId: source, asset: order.selling }
  const wheat = { accountId: source, asset: order.buying }
  const needed =
    'sell' in order.amount
      ? offerLiabilities(order.price, order.amount.sell)
      : buyLiabilities(invertPrice(order.price), order.amount.buy)
  if (receivable(state, wheat) < needed.buying) return 'lineFull'
  if (available(state, sheep) < needed.selling) return 'underfunded'
  const { maxSheepSend, maxWheatReceive } = limits({ state, source }, order, { sheepSent: 0n, wheatReceived: 0n })
  if (maxWheatReceive === 0n) return 'lineFull'

  const limit = invertPrice(order.price)
  const crossing = crossBook(state, {
    sheep: order.selling,
    wheat: order.buying,
    maxSheepSend,
    maxWheatReceive,
    rounding: 'normal',
    stopAt: (offer) => {
      const compared = comparePrices(offer.price, limit)
      if (compared > 0 || (order.passive && compared === 0)) return 'badPrice'
      return offer.seller === source ? 'crossSelf' : undefined
    },
  })
  if (crossing.end === 'crossSelf') return 'crossSelf'
  if (crossing.end === 'tooMany') return 'exceededWorkLimit'
  return crossing
}

type Traded = { readonly sheepSent: bigint; readonly wheatReceived: bigint }

/** What the order may still send and receive, after what it has traded. */
function limits({ state, source }: OperationContext, order: OfferOrder, traded: Traded): TakerLimits {
  const maxSheepSend = canSellAtMost(state, { accountId: source, asset: order.selling })
  const maxWheatReceive = canBuyAtMost(state, { accountId: source, asset: order.buying })
  if ('sell' in order.amount) {
    return { maxSheepSend: smaller(order.amount.sell - traded.sheepSent, maxSheepSend), maxWheatReceive }
  }
  return { maxSheepSend, maxWheatReceive: smaller(order.amount.buy - traded.wheatReceived, maxWheatReceive) }
}

type TakerLimits = { readonly maxSheepSend: bigint; readonly maxWheatReceive: bigint }

/** Settles what was crossed and stores what rests. */
function store(
  context: OperationContext,
  done: { order: OfferOrder; crossing: Crossing; isNew: boolean },
): OfferSuccess {
  const { state, source } = context
  const { order, crossing, isNew } = done
  if (crossing.wheatReceived > 0n) {
    must(addBalance(state, { accountId: source, asset: order.buying }, crossing.wheatReceived), 'taker credit')
    must(addBalance(state, { accountId: source, asset: order.selling }, -crossing.sheepSent), 'taker debit')
  }
  const left = limits(context, order, crossing)
  const isUsedUp = crossing.end === 'filled'
  const amount = isUsedUp ? 0n : adjustOffer(order.price, left.maxSheepSend, left.maxWheatReceive)
  if (amount === 0n) {
    removeSubentry(state, source)
    return { claims: crossing.claims, effect: 'deleted', offer: undefined }
  }
  const id = isNew ? nextOfferId(state) : order.offerId
  const { selling, buying, price, passive } = order
  const lastModifiedLedger = state.header.ledgerSequence
  const offer: OfferEntry = {
    type: 'offer',
    id,
    seller: source,
    selling,
    buying,
    amount,
    price,
    passive,
    lastModifiedLedger,
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

function amountOf(order: OfferOrder): bigint {
  return 'sell' in order.amount ? order.amount.sell : order.amount.buy
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

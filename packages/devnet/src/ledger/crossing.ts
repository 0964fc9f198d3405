import { type BookChange, type BookEnd, crossBook as crossOffers, type Rounding, type Verdict } from '@sdex/matching'
import type { Price, Stroops } from '@sdex/primitives'
import type { AssetId, OfferEntry } from './entries.ts'
import { addBalance, holdingOf, must } from './holdings.ts'
import { acquireLiabilities, releaseLiabilities } from './offers.ts'
import { releaseSubentry } from './reserves.ts'
import type { LedgerState } from './state.ts'

/** What happened to one resting offer. Both amounts are 0 where the rest of the taker was too small for its price. */
export type OfferClaim = {
  readonly type: 'offer'
  readonly seller: string
  readonly offerId: bigint
  /** The resting offer's. */
  readonly price: Price
  /** What the resting offer sold, and what it was paid. */
  readonly sold: AssetId
  readonly amountSold: Stroops
  readonly bought: AssetId
  readonly amountBought: Stroops
}

/** A swap with a liquidity pool, told as the pool sees it. */
export type PoolClaim = {
  readonly type: 'pool'
  readonly poolId: string
  readonly sold: AssetId
  readonly amountSold: Stroops
  readonly bought: AssetId
  readonly amountBought: Stroops
  /** What the pool held of both before the swap. */
  readonly reserveSold: Stroops
  readonly reserveBought: Stroops
}

export type Claim = OfferClaim | PoolClaim

/** A taker who pays in `sheep` and receives `wheat`. */
export type Taker = {
  readonly sheep: AssetId
  readonly wheat: AssetId
  readonly maxSheepSend: Stroops
  readonly maxWheatReceive: Stroops
  readonly rounding: Rounding
  /** Offers that may be crossed. */
  readonly maxOffers: number
  /** Looks at the next offer before it is taken: a price beyond the taker's limit, or the taker's own offer, ends the crossing. */
  readonly inspect: (offer: OfferEntry) => Verdict
}

/** What a taker got out of a book, and how that ended. */
export type Crossing = {
  readonly end: BookEnd
  readonly wheatReceived: Stroops
  readonly sheepSent: Stroops
  readonly claims: readonly OfferClaim[]
}

/** Takes offers from the front of a book until the taker is satisfied, and stores what is left of them. stellar-core `convertWithOffers`. */
export function crossBook(state: LedgerState, taker: Taker): Crossing {
  const claims: OfferClaim[] = []
  const { end, wheatReceived, sheepSent } = crossOffers({
    ...taker,
    offers: frontOf(state, taker),
    ownerOf: (offer) => {
      releaseLiabilities(state, offer)
      return { wheat: holdingOf(state, wheatOf(offer)), sheep: holdingOf(state, sheepOf(offer)) }
    },
    onChange: (change) => {
      if (change.type === 'crossed') claims.push(settle(state, change))
    },
  })
  return { end, wheatReceived, sheepSent, claims }
}

/** The best offer, then whichever is the best after what was done to that one. */
function* frontOf(state: LedgerState, { wheat, sheep }: Taker): Generator<OfferEntry> {
  for (;;) {
    const offer = state.book(wheat, sheep).best()
    if (offer === undefined) return
    yield offer
  }
}

/** Pays the owner and stores what is left of its offer. stellar-core `crossOfferV10`, from the exchange on. */
function settle(state: LedgerState, change: Extract<BookChange<OfferEntry>, { type: 'crossed' }>): OfferClaim {
  const { offer, wheatReceived, sheepSent, remaining } = change
  must(addBalance(state, sheepOf(offer), sheepSent), 'credit of an offer')
  must(addBalance(state, wheatOf(offer), -wheatReceived), 'debit of an offer')
  if (remaining === 0n) {
    state.remove(offer)
    releaseSubentry(state, offer.seller, offer.sponsor)
  } else {
    const rest = { ...offer, amount: remaining }
    state.put(rest)
    acquireLiabilities(state, rest)
  }
  const { seller, id: offerId, price, selling: sold, buying: bought } = offer
  return { type: 'offer', seller, offerId, price, sold, amountSold: wheatReceived, bought, amountBought: sheepSent }
}

function wheatOf({ seller, selling }: OfferEntry): { readonly accountId: string; readonly asset: AssetId } {
  return { accountId: seller, asset: selling }
}

function sheepOf({ seller, buying }: OfferEntry): { readonly accountId: string; readonly asset: AssetId } {
  return { accountId: seller, asset: buying }
}

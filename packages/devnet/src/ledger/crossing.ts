import { adjustOffer, exchange, MAX_OFFERS_TO_CROSS, type Rounding } from '@sdex/matching'
import type { Price, Stroops } from '@sdex/primitives'
import type { AssetId, OfferEntry } from './entries.ts'
import { addBalance, canBuyAtMost, canSellAtMost, must } from './holdings.ts'
import { acquireLiabilities, releaseLiabilities } from './offers.ts'
import type { LedgerState } from './state.ts'
import { removeSubentry } from './subentries.ts'

/** What happened to one resting offer. Both amounts are 0 where the rest of the taker was too small for its price. */
export type Claim = {
  readonly seller: string
  readonly offerId: bigint
  /** What the resting offer sold, and what it was paid. */
  readonly sold: AssetId
  readonly amountSold: Stroops
  readonly bought: AssetId
  readonly amountBought: Stroops
  /** The resting offer's own: bought for sold, as it was stored. */
  readonly price: Price
}

/** A taker who pays in `sheep` and receives `wheat`. */
export type Taker = {
  readonly sheep: AssetId
  readonly wheat: AssetId
  readonly maxSheepSend: Stroops
  readonly maxWheatReceive: Stroops
  readonly rounding: Rounding
  /** Looks at the next offer before it is taken: a price beyond the taker's limit, or the taker's own offer, ends the crossing. */
  readonly stopAt: (offer: OfferEntry) => 'badPrice' | 'crossSelf' | undefined
}

/**
 * How the crossing ended: `filled` when the taker was satisfied, `partial` when the book ran out, `badPrice`, `crossSelf` and
 * `tooMany` when something stopped it.
 */
export type Crossing = {
  readonly end: 'filled' | 'partial' | 'badPrice' | 'crossSelf' | 'tooMany'
  readonly wheatReceived: Stroops
  readonly sheepSent: Stroops
  readonly claims: readonly Claim[]
}

/** Takes offers from the front of a book until the taker is satisfied. stellar-core `convertWithOffers`. */
export function crossBook(state: LedgerState, taker: Taker): Crossing {
  const claims: Claim[] = []
  let [wheatReceived, sheepSent] = [0n, 0n]
  const ended = (end: Crossing['end']): Crossing => ({ end, wheatReceived, sheepSent, claims })
  const isHungry = (): boolean => wheatReceived < taker.maxWheatReceive && sheepSent < taker.maxSheepSend

  while (isHungry()) {
    const offer = state.book(taker.wheat, taker.sheep).best()
    if (offer === undefined) return ended('partial')
    const stop = taker.stopAt(offer)
    if (stop !== undefined) return ended(stop)
    if (claims.length >= MAX_OFFERS_TO_CROSS) return ended('tooMany')
    const crossed = crossOffer(state, offer, {
      maxWheatReceive: taker.maxWheatReceive - wheatReceived,
      maxSheepSend: taker.maxSheepSend - sheepSent,
      rounding: taker.rounding,
    })
    claims.push(crossed.claim)
    wheatReceived += crossed.claim.amountSold
    sheepSent += crossed.claim.amountBought
    if (crossed.wheatStays) break
  }
  return ended('filled')
}

type TakerLimits = Pick<Taker, 'maxWheatReceive' | 'maxSheepSend' | 'rounding'>

/** Exchanges the offer at the front with the taker, and stores or removes what is left of it. stellar-core `crossOfferV10`. */
function crossOffer(state: LedgerState, offer: OfferEntry, limits: TakerLimits): { claim: Claim; wheatStays: boolean } {
  const wheat = { accountId: offer.seller, asset: offer.selling }
  const sheep = { accountId: offer.seller, asset: offer.buying }
  const room = (amount: Stroops): [Stroops, Stroops] => {
    const sellable = canSellAtMost(state, wheat)
    return [amount < sellable ? amount : sellable, canBuyAtMost(state, sheep)]
  }
  releaseLiabilities(state, offer)
  const adjusted = adjustOffer(offer.price, ...room(offer.amount))
  const [maxWheatSend, maxSheepReceive] = room(adjusted)
  const { wheatReceived, sheepSent, wheatStays } = exchange({
    price: offer.price,
    maxWheatSend,
    maxSheepReceive,
    ...limits,
  })
  must(addBalance(state, sheep, sheepSent), 'maker credit')
  must(addBalance(state, wheat, -wheatReceived), 'maker debit')
  storeRest(state, { ...offer, amount: wheatStays ? adjustOffer(offer.price, ...room(adjusted - wheatReceived)) : 0n })
  const claim = {
    seller: offer.seller,
    offerId: offer.id,
    sold: offer.selling,
    amountSold: wheatReceived,
    bought: offer.buying,
    amountBought: sheepSent,
    price: offer.price,
  }
  return { claim, wheatStays }
}

function storeRest(state: LedgerState, rest: OfferEntry): void {
  if (rest.amount === 0n) {
    state.remove(rest)
    removeSubentry(state, rest.seller)
    return
  }
  state.put(rest)
  acquireLiabilities(state, rest)
}

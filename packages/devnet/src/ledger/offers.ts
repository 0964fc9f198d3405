import { offerLiabilities } from '@sdex/matching'
import type { OfferEntry } from './entries.ts'
import { addBuyingLiabilities, addSellingLiabilities, must } from './holdings.ts'
import type { LedgerState } from './state.ts'

/** Reserves what a resting offer may sell, and room for what it may bring in. */
export function acquireLiabilities(state: LedgerState, offer: OfferEntry): void {
  moveLiabilities(state, offer, 1n)
}

/** Gives back what {@link acquireLiabilities} took. */
export function releaseLiabilities(state: LedgerState, offer: OfferEntry): void {
  moveLiabilities(state, offer, -1n)
}

function moveLiabilities(state: LedgerState, offer: OfferEntry, sign: 1n | -1n): void {
  const { selling, buying } = offerLiabilities(offer.price, offer.amount)
  const seller = offer.seller
  must(addBuyingLiabilities(state, { accountId: seller, asset: offer.buying }, sign * buying), 'buying liabilities')
  must(addSellingLiabilities(state, { accountId: seller, asset: offer.selling }, sign * selling), 'selling liabilities')
}

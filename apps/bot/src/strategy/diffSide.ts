import type { Ratio, Stroops } from '@sdex/primitives'
import { compareForSide, type OwnOffer } from './ownOffers.ts'
import { type Fitted, fitToRoom, type Room, roomAfter } from './room.ts'
import type { Change, Quote } from './types.ts'

export type Tolerance = { readonly priceTol: Ratio; readonly amountTol: Ratio }

/** A change, and the own offer that it touches. */
export type Step = { readonly change: Change; readonly offer?: OwnOffer; readonly resting: Stroops }

type Pairing = { readonly quote: Quote; readonly offer: OwnOffer | undefined }

/**
 * The fewest changes that turn one side's own offers into its targets, after Kelp: surplus offers are pruned, leading levels
 * created, the rest paired in order; a pair within tolerance stays, another is modified in place and keeps its offer id.
 *
 * @param args - `offers` and `quotes` best first; `slots`: how many new offers the reserve allows.
 */
export function diffSide(args: {
  readonly offers: readonly OwnOffer[]
  readonly quotes: readonly Quote[]
  readonly room: Room
  readonly slots: number
  readonly tolerance: Tolerance
}): readonly Step[] {
  const quotes = args.quotes.slice(0, args.offers.length + args.slots)
  const pruned = prune(args.offers, quotes)
  const steps: Step[] = pruned.map(cancelStep)
  const rest = args.offers.filter((offer) => !pruned.includes(offer))
  let { room } = args
  let exhausted = false
  for (const { quote, offer } of pair(rest, quotes)) {
    const fitted: Fitted | undefined = exhausted ? undefined : fitToRoom(quote, room)
    if (fitted === undefined || fitted.resting === 0n) {
      exhausted = true
      if (offer !== undefined) steps.push(cancelStep(offer))
      continue
    }
    exhausted = fitted.shrunk
    if (offer !== undefined && isKept(offer, { fitted, room, tolerance: args.tolerance })) {
      room = roomAfter(room, offer, offer.resting)
      continue
    }
    room = roomAfter(room, fitted.quote, fitted.resting)
    steps.push(placeStep(fitted, offer))
  }
  return steps
}

/** Offers beyond the number of levels: those better than the level they meet, else the farthest. */
function prune(offers: readonly OwnOffer[], quotes: readonly Quote[]): readonly OwnOffer[] {
  const surplus = Math.max(0, offers.length - quotes.length)
  const better: OwnOffer[] = []
  let level = 0
  for (const offer of offers) {
    while (level < quotes.length && isWorse(offer, quotes[level])) level += 1
    const quote = quotes[level]
    if (better.length < surplus && quote !== undefined && isBetter(offer, quote)) better.push(offer)
  }
  const farthest = offers.filter((offer) => !better.includes(offer)).slice(offers.length - surplus)
  return [...better, ...farthest]
}

/** Targets with the offers that become them: leading levels better than every offer are new, the rest in order. */
function pair(offers: readonly OwnOffer[], quotes: readonly Quote[]): readonly Pairing[] {
  const missing = Math.max(0, quotes.length - offers.length)
  const [best] = offers
  const firstNotBetter = quotes.findIndex((quote) => best === undefined || !isWorse(best, quote))
  const leading = Math.min(missing, firstNotBetter === -1 ? quotes.length : firstNotBetter)
  return quotes.map((quote, index) => ({ quote, offer: index < leading ? undefined : offers[index - leading] }))
}

function isKept(
  offer: OwnOffer,
  target: { readonly fitted: Fitted; readonly room: Room; readonly tolerance: Tolerance },
): boolean {
  const { fitted, room, tolerance } = target
  const [price, aim] = [offer.price, fitted.quote.price]
  const left = roomAfter(room, offer, offer.resting)
  return (
    isWithin(BigInt(price.n) * BigInt(aim.d), BigInt(aim.n) * BigInt(price.d), tolerance.priceTol) &&
    isWithin(offer.resting, fitted.resting, tolerance.amountTol) &&
    left.selling >= 0n &&
    left.buying >= 0n
  )
}

function isWithin(value: bigint, target: bigint, share: Ratio): boolean {
  const distance = value > target ? value - target : target - value
  return distance * share.d <= target * share.n
}

function isBetter(offer: OwnOffer, quote: Quote): boolean {
  return compareForSide(quote.side, offer.price, quote.price) < 0
}

function isWorse(offer: OwnOffer, quote: Quote | undefined): boolean {
  return quote !== undefined && compareForSide(quote.side, offer.price, quote.price) > 0
}

function cancelStep(offer: OwnOffer): Step {
  return { change: { type: 'cancel', offerId: offer.id, side: offer.side }, offer, resting: 0n }
}

function placeStep(fitted: Fitted, offer: OwnOffer | undefined): Step {
  const { quote, resting } = fitted
  if (offer === undefined) return { change: { type: 'place', ...quote }, resting }
  return { change: { type: 'replace', offerId: offer.id, ...quote }, offer, resting }
}

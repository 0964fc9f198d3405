import type { Stroops } from '@sdex/primitives'
import { crossOffer, type OfferCrossing, type OfferOwner, type TakerLimits, UNLIMITED_OWNER } from './crossOffer.ts'
import type { Offer } from './offer.ts'

/** The most offers that one operation may cross (protocol 11). */
export const MAX_OFFERS_TO_CROSS = 1000

/** What crossing needs to know of an offer. */
export type BookOffer = Pick<Offer, 'price' | 'amount'>

/**
 * What a taker makes of the offer at the front: `take` it; stop, because it costs too much (`badPrice`) or is the taker's own (`crossSelf`);
 * or `remove` it without a claim, as the ledger does with offers on frozen entries (CAP-77).
 */
export type Verdict = 'take' | 'badPrice' | 'crossSelf' | 'remove'

/** An offer that was reached: crossed, perhaps for nothing, or removed. */
export type BookChange<O extends BookOffer> =
  | ({ readonly type: 'crossed'; readonly offer: O } & OfferCrossing)
  | { readonly type: 'removed'; readonly offer: O }

/** A taker and the book it meets. */
export type CrossBookArgs<O extends BookOffer> = TakerLimits & {
  /** Best first, as `compareOffers` sorts. Read one at a time: after a change is told, the next may depend on it. */
  readonly offers: Iterable<O>
  /** Asked before each offer is crossed. Default: `take` every one. */
  readonly inspect?: ((offer: O) => Verdict) | undefined
  /** The owner's holdings at that moment, with the offer's liabilities released. Default: nothing limits owners. */
  readonly ownerOf?: ((offer: O) => OfferOwner) | undefined
  /** Told of each change before the next offer is read, for callers that keep the book or the owners' balances. */
  readonly onChange?: ((change: BookChange<O>) => void) | undefined
  /** Default {@link MAX_OFFERS_TO_CROSS}; less where an operation has crossed some already. */
  readonly maxOffers?: number | undefined
}

/**
 * How crossing ended.
 *
 * - `filled`: the taker got what it wanted, wanted nothing, or has too little left for the price of an offer that stays.
 * - `partial`: the book ran out.
 * - `badPrice`, `crossSelf`: the next offer was not to be taken.
 * - `tooMany`: more offers would have to be crossed than one operation may.
 */
export type BookEnd = 'filled' | 'partial' | 'badPrice' | 'crossSelf' | 'tooMany'

/** What a taker got out of a book. */
export type BookCrossing<O extends BookOffer> = {
  readonly end: BookEnd
  /** In stroops, over all offers. */
  readonly wheatReceived: Stroops
  /** In stroops, over all offers. */
  readonly sheepSent: Stroops
  /** In the order in which they happened; `crossed` ones are the claims of the operation's result. */
  readonly changes: readonly BookChange<O>[]
  /** How many offers were crossed: what counts against the limit. */
  readonly crossedCount: number
}

/**
 * Takes offers from the front of a book until the taker is satisfied or something stops it. Changes nothing itself.
 *
 * @remarks stellar-core `convertWithOffers`. The next offer is inspected before the limit on crossed offers is tested, so a book whose
 * next offer is too dear ends well even at the limit.
 * @throws `ExchangeError` where core throws, see `crossOffer`.
 * @example
 * ```ts
 * const { sheepSent } = crossBook({ offers, maxWheatReceive: 150n, maxSheepSend: MAX_STROOPS, rounding: 'normal' })
 * ```
 */
export function crossBook<O extends BookOffer>(args: CrossBookArgs<O>): BookCrossing<O> {
  const { offers, inspect = takeAll, ownerOf = unlimited, onChange, maxOffers = MAX_OFFERS_TO_CROSS, rounding } = args
  const changes: BookChange<O>[] = []
  let [wheatReceived, sheepSent, crossedCount] = [0n, 0n, 0]
  const ended = (end: BookEnd): BookCrossing<O> => ({ end, wheatReceived, sheepSent, changes, crossedCount })
  const record = (change: BookChange<O>): void => {
    changes.push(change)
    onChange?.(change)
  }
  const isSatisfied = (): boolean => wheatReceived >= args.maxWheatReceive || sheepSent >= args.maxSheepSend

  if (isSatisfied()) return ended('filled')
  if (maxOffers === 0) return ended('tooMany')
  for (const offer of offers) {
    const verdict = inspect(offer)
    if (verdict === 'remove') {
      record({ type: 'removed', offer })
      continue
    }
    if (verdict !== 'take') return ended(verdict)
    if (crossedCount >= maxOffers) return ended('tooMany')
    const maxSheepSend = args.maxSheepSend - sheepSent
    const maxWheatReceive = args.maxWheatReceive - wheatReceived
    const crossing = crossOffer(offer, { maxSheepSend, maxWheatReceive, rounding }, ownerOf(offer))
    wheatReceived += crossing.wheatReceived
    sheepSent += crossing.sheepSent
    crossedCount += 1
    record({ type: 'crossed', offer, ...crossing })
    if (crossing.wheatStays || isSatisfied()) return ended('filled')
  }
  return ended('partial')
}

function takeAll(): Verdict {
  return 'take'
}

function unlimited(): OfferOwner {
  return UNLIMITED_OWNER
}

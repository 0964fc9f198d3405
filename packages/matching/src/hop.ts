import { MAX_STROOPS, type Stroops } from '@sdex/primitives'
import { type BookCrossing, type BookOffer, crossBook, MAX_OFFERS_TO_CROSS, type Verdict } from './crossBook.ts'
import type { OfferOwner } from './crossOffer.ts'
import { type PoolSwap, type SwapReserves, swapStrictReceive, swapStrictSend } from './swap.ts'

/** One conversion on the way of a path payment: into `wheat`, out of `sheep`, through a book or a pool. */
export type HopArgs<O extends BookOffer> = {
  /** Which side of the hop is fixed. */
  readonly rounding: 'strictSend' | 'strictReceive'
  /** What is sent, or what must arrive, in stroops. */
  readonly amount: Stroops
  /** Offers that sell what arrives for what is sent, best first. */
  readonly offers: Iterable<O>
  /** The reserves of the two assets' pool, where there is one that may trade. */
  readonly pool?: SwapReserves | undefined
  /** As in `crossBook`; a path payment has no limit of price. */
  readonly inspect?: ((offer: O) => Verdict) | undefined
  /** As in `crossBook`. */
  readonly ownerOf?: ((offer: O) => OfferOwner) | undefined
  /** Offers and pools that the operation may still cross. Default 1000. */
  readonly maxOffers?: number | undefined
  /**
   * Whether offers tried in vain, before the pool was chosen, count against `maxOffers`.
   *
   * @defaultValue true, as from protocol 27.
   */
  readonly chargesRejectedBook?: boolean | undefined
}

/** An exchange at one venue, in stroops. */
export type VenueAmounts = { readonly sent: Stroops; readonly received: Stroops }

/** What came of a hop. `offersUsed` is what it takes from the operation's limit. */
export type Hop<O extends BookOffer> =
  | (VenueAmounts & { readonly type: 'book'; readonly crossing: BookCrossing<O>; readonly offersUsed: number })
  | (VenueAmounts & { readonly type: 'pool'; readonly reserves: SwapReserves; readonly offersUsed: number })
  | { readonly type: 'tooFewOffers' | 'crossSelf' | 'tooManyOffers' }

/**
 * Whether a book serves a hop better than the pool: strictly more received for each stroop sent. The pool wins ties, and whatever the book
 * cannot do.
 *
 * @remarks stellar-core `shouldConvertWithOffers`: pool.sent book.received > pool.received book.sent.
 * @param pool - Undefined when there is none, or it refused.
 * @param book - Undefined when the book could not do it.
 * @example
 * ```ts
 * chooseVenue({ sent: 19n, received: 10n }, { sent: 19n, received: 10n }) // 'pool'
 * ```
 */
export function chooseVenue(pool: VenueAmounts | undefined, book: VenueAmounts | undefined): 'pool' | 'book' {
  if (pool === undefined) return 'book'
  if (book === undefined) return 'pool'
  return pool.sent * book.received > pool.received * book.sent ? 'book' : 'pool'
}

/**
 * Converts an amount through a book or through a pool, never through both. Changes nothing itself: the offers crossed are in the result.
 *
 * @remarks stellar-core `convertWithOffersAndPools` and the checks of `PathPaymentOpFrameBase::convert`. A hop of 0, which a strict send can
 * come to, crosses nothing and gives 0.
 * @throws `ExchangeError` where core throws, see `crossOffer`; also when the pool would have been chosen.
 * @example
 * ```ts
 * const pool = { reserveIn: 1000n, reserveOut: 1000n }
 * const hop = convertHop({ rounding: 'strictReceive', amount: 10n, offers: [], pool })
 * // { type: 'pool', sent: 11n, received: 10n, reserves: { reserveIn: 1011n, reserveOut: 990n }, offersUsed: 1 }
 * ```
 */
export function convertHop<O extends BookOffer>(args: HopArgs<O>): Hop<O> {
  const {
    rounding,
    amount,
    offers,
    inspect,
    ownerOf,
    maxOffers = MAX_OFFERS_TO_CROSS,
    chargesRejectedBook = true,
  } = args
  const swap = maxOffers === 0 ? undefined : quotePool(args)
  const crossing = crossBook({
    offers,
    inspect,
    ownerOf,
    maxOffers,
    rounding,
    maxSheepSend: rounding === 'strictSend' ? amount : MAX_STROOPS,
    maxWheatReceive: rounding === 'strictSend' ? MAX_STROOPS : amount,
  })
  const book = { sent: crossing.sheepSent, received: crossing.wheatReceived }
  if (swap !== undefined && chooseVenue(swap, crossing.end === 'filled' ? book : undefined) === 'pool') {
    if (chargesRejectedBook && crossing.crossedCount >= maxOffers) return { type: 'tooManyOffers' }
    const { sent, received, reserveIn, reserveOut } = swap
    const offersUsed = chargesRejectedBook ? crossing.crossedCount + 1 : 1
    return { type: 'pool', sent, received, reserves: { reserveIn, reserveOut }, offersUsed }
  }
  if (crossing.end === 'crossSelf') return { type: 'crossSelf' }
  if (crossing.end === 'tooMany') return { type: 'tooManyOffers' }
  const isExact = (rounding === 'strictSend' ? book.sent : book.received) === amount
  if (crossing.end !== 'filled' || !isExact) return { type: 'tooFewOffers' }
  return { type: 'book', ...book, crossing, offersUsed: crossing.crossedCount }
}

function quotePool<O extends BookOffer>({ pool, rounding, amount }: HopArgs<O>): SwappedPool | undefined {
  if (pool === undefined) return undefined
  const swap = rounding === 'strictSend' ? swapStrictSend(pool, amount) : swapStrictReceive(pool, amount)
  return swap.type === 'swapped' ? swap : undefined
}

type SwappedPool = Extract<PoolSwap, { type: 'swapped' }>

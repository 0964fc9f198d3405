import { type BookOffer, crossBook } from '@sdex/matching'
import {
  createRatio,
  InvalidAmountError,
  invertPrice,
  MAX_STROOPS,
  mulDiv,
  type Price,
  type Ratio,
} from '@sdex/primitives'
import type { OrderBookState, PriceLevel } from './types.ts'

/** What a taker does: `buy` base from the asks, or `sell` base to the bids. */
export type TakerSide = 'buy' | 'sell'

/** A size to take from the book: of base, or of quote. In stroops, above 0. */
export type QuoteQuery =
  | { readonly side: TakerSide; readonly baseAmount: bigint; readonly quoteAmount?: never }
  | { readonly side: TakerSide; readonly quoteAmount: bigint; readonly baseAmount?: never }

/** What taking a size would exchange. */
export type Quote = {
  /** `tooThin`: the book ran out, the amounts are all that it gives. */
  readonly status: 'filled' | 'tooThin'
  /** Bought or sold, in stroops. */
  readonly baseAmount: bigint
  /** Paid or received, in stroops. */
  readonly quoteAmount: bigint
  /** Quote per base over all of it, exact; undefined when nothing is exchanged. */
  readonly averagePrice: Ratio | undefined
  /** The price of the last level reached: the limit that an order for this size needs. Undefined for an empty book. */
  readonly worstPrice: Price | undefined
  readonly levelCount: number
}

/**
 * Walks the book for a size, with the ledger's own rounding.
 *
 * @remarks Each level is crossed as one offer, as stellar-core's `convertWithOffers` does. Where several offers stand at one price the
 * ledger rounds each of them, so it may differ by a stroop for each. As on the ledger, a rest too small for the next price buys nothing
 * and still counts as filled. Liquidity pools are not looked at.
 * @throws {@link InvalidAmountError} unless the size is above 0.
 * @example
 * ```ts
 * const { status, quoteAmount, worstPrice } = quote(book, { side: 'buy', baseAmount: parseAmount('100') })
 * ```
 */
export function quote(book: OrderBookState, query: QuoteQuery): Quote {
  const size = query.baseAmount ?? query.quoteAmount
  if (size <= 0n) throw invalidSize(size)
  const isBuy = query.side === 'buy'
  // The taker pays in quote to buy and in base to sell: the size is what it pays, or what it wants.
  const paysSize = isBuy === (query.baseAmount === undefined)
  const offers = (isBuy ? book.asks : book.bids).flatMap(isBuy ? offersOfAsk : offersOfBid)
  const crossing = crossBook({
    offers,
    maxSheepSend: paysSize ? size : withoutLimit,
    maxWheatReceive: paysSize ? withoutLimit : size,
    rounding: 'normal',
    maxOffers: Number.MAX_SAFE_INTEGER,
  })
  const { sheepSent: paid, wheatReceived: received } = crossing
  const [baseAmount, quoteAmount] = isBuy ? [received, paid] : [paid, received]
  const reached = crossing.changes.map(({ offer }) => offer.level)
  return {
    status: crossing.end === 'filled' ? 'filled' : 'tooThin',
    baseAmount,
    quoteAmount,
    averagePrice: baseAmount === 0n ? undefined : createRatio(quoteAmount, baseAmount),
    worstPrice: reached.at(-1)?.price,
    levelCount: new Set(reached).size,
  }
}

/** More than any sum of levels: what bounds the taker is the size alone. */
const withoutLimit = MAX_STROOPS ** 2n

type LevelOffer = BookOffer & { readonly level: PriceLevel }

function offersOfAsk(level: PriceLevel): LevelOffer[] {
  return offersOf(level, level.price, level.baseAmount)
}

function offersOfBid(level: PriceLevel): LevelOffer[] {
  return offersOf(level, invertPrice(level.price), level.quoteAmount)
}

/** One offer or, since a level may hold more than one offer could sell or be paid, as many full ones as it takes. */
function offersOf(level: PriceLevel, price: Price, amount: bigint): LevelOffer[] {
  const worthMost = mulDiv(MAX_STROOPS, BigInt(price.d), BigInt(price.n), 'down')
  const most = worthMost < MAX_STROOPS ? worthMost : MAX_STROOPS
  const offers: LevelOffer[] = []
  for (let left = amount; left > 0n; left -= most) offers.push({ level, price, amount: left < most ? left : most })
  return offers
}

function invalidSize(size: bigint): InvalidAmountError {
  const remedy = 'Ask for more than 0 stroops.'
  return new InvalidAmountError({ message: `${size} is no size to quote.`, remedy, input: size })
}

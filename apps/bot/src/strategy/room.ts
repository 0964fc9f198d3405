import { adjustOffer, offerLiabilities } from '@sdex/matching'
import { invertPrice, type Stroops } from '@sdex/primitives'
import type { Quote } from './types.ts'

/** What a side may still lock: of the asset it sells, and of the room for the asset it buys. In stroops. */
export type Room = { readonly selling: Stroops; readonly buying: Stroops }

/** A target cut to the room, and what of it would rest on the ledger. */
export type Fitted = {
  readonly quote: Quote
  /** Stroops of the asset sold, as the ledger would store them; 0: the offer would vanish. */
  readonly resting: Stroops
  readonly shrunk: boolean
}

/**
 * Cuts a target to what the account can back, with the ledger's own adjustment, so that the next diff finds on the
 * ledger exactly what it asked for.
 */
export function fitToRoom(quote: Quote, room: Room): Fitted {
  const wanted = rest(quote, { selling: unlimited, buying: unlimited })
  const resting = rest(quote, room)
  if (resting >= wanted) return { quote, resting: wanted, shrunk: false }
  const cut = { ...quote, amount: baseAmount(quote, resting) }
  return { quote: cut, resting: rest(cut, room), shrunk: true } // a bid's base is floored, so a little less rests
}

/** What is left of the room once an offer of `resting` at the quote's price stands. */
export function roomAfter(room: Room, quote: Pick<Quote, 'side' | 'price'>, resting: Stroops): Room {
  const locked = offerLiabilities(ledgerPrice(quote), resting)
  return { selling: room.selling - locked.selling, buying: room.buying - locked.buying }
}

const unlimited: Stroops = 2n ** 63n - 1n

function rest(quote: Quote, room: Room): Stroops {
  const limit = (amount: Stroops, asset: Stroops): Stroops => (amount < asset ? amount : asset)
  if (room.selling <= 0n || room.buying <= 0n) return 0n
  return quote.side === 'sell'
    ? adjustOffer(quote.price, limit(quote.amount, room.selling), room.buying)
    : adjustOffer(invertPrice(quote.price), room.selling, limit(quote.amount, room.buying))
}

/** The price as the ledger stores it: what is bought per unit sold. */
function ledgerPrice(quote: Pick<Quote, 'side' | 'price'>): Quote['price'] {
  return quote.side === 'sell' ? quote.price : invertPrice(quote.price)
}

function baseAmount(quote: Quote, resting: Stroops): Stroops {
  return quote.side === 'sell' ? resting : (resting * BigInt(quote.price.d)) / BigInt(quote.price.n)
}

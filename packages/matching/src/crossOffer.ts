import type { Price, Stroops } from '@sdex/primitives'
import { adjustOffer } from './adjustOffer.ts'
import { exchange } from './exchange.ts'
import { canBuyAtMost, canSellAtMost, changeBalance, type Holding } from './holding.ts'
import type { Rounding } from './rounding.ts'

/** A taker pays in sheep and receives wheat: what it sends at most, what it takes at most, in stroops. */
export type TakerLimits = {
  readonly maxSheepSend: Stroops
  readonly maxWheatReceive: Stroops
  readonly rounding: Rounding
}

/**
 * What the owner of a resting offer holds of the asset it sells (wheat) and of the asset it buys (sheep), as if the offer had reserved
 * nothing: its own liabilities are released before it is crossed. Undefined without a trustline.
 */
export type OfferOwner = { readonly wheat: Holding | undefined; readonly sheep: Holding | undefined }

/** What became of a resting offer. */
export type OfferCrossing = {
  /** Paid to the taker, in stroops. */
  readonly wheatReceived: Stroops
  /** Paid to the owner, in stroops. */
  readonly sheepSent: Stroops
  /** The taker is used up, though the rest of the offer may have been too small to stay. */
  readonly wheatStays: boolean
  /** What the offer still sells, in stroops; 0 when it is gone. */
  readonly remaining: Stroops
}

/**
 * An owner that nothing limits: what to assume of offers whose owners' balances are not known. The ledger keeps every offer backed, so the
 * assumption fails only for a stroop or so, where an owner's trustline is filled to the brim.
 */
export const UNLIMITED_OWNER: OfferOwner = { wheat: { type: 'issuer' }, sheep: { type: 'issuer' } }

/**
 * Takes from one resting offer what a taker can use.
 *
 * @remarks stellar-core `crossOfferV10`: the offer is adjusted to what its owner can still do, exchanged, and what is left is adjusted
 * again to the owner's new balances. Both amounts can be 0 while the offer goes: one whose owner can no longer deliver is removed
 * when a taker reaches it.
 * @param owner - With the offer's liabilities released. Default {@link UNLIMITED_OWNER}.
 * @throws `ExchangeError` where core throws: a strict send that reaches an offer which can take in nothing.
 * @example
 * ```ts
 * const taker = { maxSheepSend: 75n, maxWheatReceive: MAX_STROOPS, rounding: 'normal' } as const
 * crossOffer({ price: { n: 3, d: 2 }, amount: 100n }, taker)
 * // { wheatReceived: 50n, sheepSent: 75n, wheatStays: true, remaining: 50n }
 * ```
 */
export function crossOffer(
  offer: { readonly price: Price; readonly amount: Stroops },
  taker: TakerLimits,
  owner: OfferOwner = UNLIMITED_OWNER,
): OfferCrossing {
  const amount = adjustToOwner(offer.price, offer.amount, owner)
  const { wheatReceived, sheepSent, wheatStays } = exchange({
    price: offer.price,
    maxWheatSend: smaller(amount, canSellAtMost(owner.wheat)),
    maxWheatReceive: taker.maxWheatReceive,
    maxSheepSend: taker.maxSheepSend,
    maxSheepReceive: canBuyAtMost(owner.sheep),
    rounding: taker.rounding,
  })
  if (!wheatStays) return { wheatReceived, sheepSent, wheatStays, remaining: 0n }
  const after = { wheat: changeBalance(owner.wheat, -wheatReceived), sheep: changeBalance(owner.sheep, sheepSent) }
  return { wheatReceived, sheepSent, wheatStays, remaining: adjustToOwner(offer.price, amount - wheatReceived, after) }
}

function adjustToOwner(price: Price, amount: Stroops, owner: OfferOwner): Stroops {
  return adjustOffer(price, smaller(amount, canSellAtMost(owner.wheat)), canBuyAtMost(owner.sheep))
}

function smaller(a: Stroops, b: Stroops): Stroops {
  return a < b ? a : b
}

import { MAX_STROOPS, type Price, type Stroops } from '@sdex/primitives'
import { exchangeError } from './errors.ts'

/** Whose amount must be met exactly: nobody's (offers), what arrives, or what is sent (path payments). */
export type Rounding = 'normal' | 'strictReceive' | 'strictSend'

/**
 * A resting offer and a taker. In the ledger's own words the resting offer sells *wheat*, and the taker pays in *sheep*.
 */
export type ExchangeArgs = {
  /** The resting offer's price: sheep for one wheat. */
  readonly price: Price
  /** The most wheat that the offer's owner can deliver: the offer's amount, or less when its owner has less. */
  readonly maxWheatSend: Stroops
  /** The most wheat that the taker wants or can hold. */
  readonly maxWheatReceive: Stroops
  /** The most sheep that the taker wants to pay or has. */
  readonly maxSheepSend: Stroops
  /** The most sheep that the offer's owner can take in. */
  readonly maxSheepReceive: Stroops
  readonly rounding: Rounding
}

/** What changes hands, in stroops. */
export type Exchange = {
  readonly wheatReceived: Stroops
  readonly sheepSent: Stroops
  /** The resting offer is worth more than the taker and survives; otherwise it is consumed. A tie consumes it. */
  readonly wheatStays: boolean
}

/**
 * Exchanges a resting offer with a taker, as the ledger does it.
 *
 * @remarks stellar-core `exchangeV10`. The side that stays is favoured by rounding: sheep up and wheat down when the resting offer stays, the
 * reverse when it is consumed. With `normal` rounding the executed price is within 1 % of the offer's, or both amounts are 0; a
 * path payment accepts any error in favour of the resting offer.
 * @throws `ExchangeError` where core throws: a strict send that pays nothing, a path whose rounding error favours the taker.
 * @example
 * ```ts
 * // 3000 wheat at 3/2 against 4499 sheep: the offer stays, the taker gets 2999 for 4499.
 * exchange({ price: { n: 3, d: 2 }, maxWheatSend: 3000n, maxWheatReceive: MAX_STROOPS,
 *   maxSheepSend: 4499n, maxSheepReceive: MAX_STROOPS, rounding: 'normal' })
 * ```
 */
export function exchange(args: ExchangeArgs): Exchange {
  return applyPriceErrorBound(args, exchangeUnbounded(args))
}

/**
 * {@link exchange} without the bound on the price error: the basis of an offer's liabilities.
 *
 * @remarks stellar-core `exchangeV10WithoutPriceErrorThresholds`.
 * @throws `ExchangeError` when an amount leaves its limits, which amounts of a ledger cannot do.
 * @example
 * ```ts
 * exchangeUnbounded({ price: { n: 2, d: 1 }, maxWheatSend: 10n, maxWheatReceive: MAX_STROOPS,
 *   maxSheepSend: MAX_STROOPS, maxSheepReceive: MAX_STROOPS, rounding: 'normal' }).sheepSent // 20n
 * ```
 */
export function exchangeUnbounded(args: ExchangeArgs): Exchange {
  const n = BigInt(args.price.n)
  const d = BigInt(args.price.d)
  const wheatValue = smaller(args.maxWheatSend * n, args.maxSheepReceive * d)
  const sheepValue = smaller(args.maxSheepSend * d, args.maxWheatReceive * n)
  const wheatStays = wheatValue > sheepValue
  const exchanged = wheatStays ? takeAll({ args, n, d, sheepValue }) : consume({ n, d, wheatValue })
  checkLimits(args, exchanged)
  return { ...exchanged, wheatStays }
}

type Amounts = { readonly wheatReceived: Stroops; readonly sheepSent: Stroops }

/** The taker is used up; rounding favours the resting offer. */
function takeAll(taker: { args: ExchangeArgs; n: bigint; d: bigint; sheepValue: bigint }): Amounts {
  const { args, n, d, sheepValue } = taker
  if (args.rounding === 'strictSend') {
    return { wheatReceived: sheepValue / n, sheepSent: smaller(args.maxSheepSend, args.maxSheepReceive) }
  }
  if (n > d || args.rounding === 'strictReceive') {
    const wheatReceived = sheepValue / n
    return { wheatReceived, sheepSent: (wheatReceived * n + d - 1n) / d }
  }
  const sheepSent = sheepValue / d
  return { wheatReceived: (sheepSent * d) / n, sheepSent }
}

/** The resting offer is used up; rounding favours the taker. */
function consume(offer: { n: bigint; d: bigint; wheatValue: bigint }): Amounts {
  const { n, d, wheatValue } = offer
  if (n > d) {
    const wheatReceived = wheatValue / n
    return { wheatReceived, sheepSent: (wheatReceived * n) / d }
  }
  const sheepSent = wheatValue / d
  return { wheatReceived: (sheepSent * d + n - 1n) / n, sheepSent }
}

function checkLimits(args: ExchangeArgs, { wheatReceived, sheepSent }: Amounts): void {
  if (wheatReceived < 0n || wheatReceived > smaller(args.maxWheatReceive, args.maxWheatSend)) {
    throw exchangeError('The wheat received is out of its limits', args)
  }
  if (sheepSent < 0n || sheepSent > smaller(args.maxSheepReceive, args.maxSheepSend)) {
    throw exchangeError('The sheep sent is out of its limits', args)
  }
}

/** stellar-core `applyPriceErrorThresholds`. */
function applyPriceErrorBound(args: ExchangeArgs, exchanged: Exchange): Exchange {
  const { wheatReceived, sheepSent, wheatStays } = exchanged
  if (wheatReceived > 0n && sheepSent > 0n) {
    checkFavour(args, exchanged)
    if (isWithinPriceErrorBound(args.price, exchanged, args.rounding !== 'normal')) return exchanged
    if (args.rounding !== 'normal') throw exchangeError('The price error of a path payment is out of bounds', args)
    return { wheatReceived: 0n, sheepSent: 0n, wheatStays }
  }
  if (args.rounding !== 'strictSend') return { wheatReceived: 0n, sheepSent: 0n, wheatStays }
  if (sheepSent === 0n) throw exchangeError('A strict send pays nothing', args)
  return exchanged
}

function checkFavour(args: ExchangeArgs, { wheatReceived, sheepSent, wheatStays }: Exchange): void {
  const paid = sheepSent * BigInt(args.price.d)
  const asked = wheatReceived * BigInt(args.price.n)
  if (wheatStays ? paid < asked : paid > asked) throw exchangeError('Rounding favoured the side that left', args)
}

/**
 * Whether amounts are within 1 % of a price, the bound included.
 *
 * @remarks stellar-core `checkPriceErrorBound`: |100 n w - 100 d s| <= n w for wheat w and sheep s.
 * @param canFavourWheat - Accepts any error in favour of the resting offer, as path payments do.
 * @example
 * ```ts
 * isWithinPriceErrorBound({ n: 1, d: 1 }, { wheatReceived: 1000n, sheepSent: 1011n }, false) // false
 * ```
 */
export function isWithinPriceErrorBound(price: Price, amounts: Amounts, canFavourWheat: boolean): boolean {
  const asked = 100n * BigInt(price.n) * amounts.wheatReceived
  const paid = 100n * BigInt(price.d) * amounts.sheepSent
  if (canFavourWheat && paid > asked) return true
  const error = asked > paid ? asked - paid : paid - asked
  return error <= BigInt(price.n) * amounts.wheatReceived
}

/**
 * What an offer may hold when its owner can deliver `maxWheatSend` and take in `maxSheepReceive`. The ledger adjusts every offer it
 * stores: usually down, by less than d/n stroops, and to 0 where the remainder could not trade within 1 % of the price.
 *
 * @remarks stellar-core `adjustOffer`. Applying it twice changes nothing more.
 * @returns Stroops of the asset sold; 0 means that no offer rests.
 * @example
 * ```ts
 * adjustOffer({ n: 1, d: 1000 }, 1999n, MAX_STROOPS) // 1000n
 * adjustOffer({ n: 3, d: 2 }, 27n, MAX_STROOPS) // 0n
 * ```
 */
export function adjustOffer(price: Price, maxWheatSend: Stroops, maxSheepReceive: Stroops): Stroops {
  return exchange({
    price,
    maxWheatSend,
    maxWheatReceive: MAX_STROOPS,
    maxSheepSend: MAX_STROOPS,
    maxSheepReceive,
    rounding: 'normal',
  }).wheatReceived
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

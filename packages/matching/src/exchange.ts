import type { Price, Stroops } from '@sdex/primitives'
import { exchangeError } from './errors.ts'
import { isPriceErrorWithinBound } from './priceErrorBound.ts'
import type { Rounding } from './rounding.ts'

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
 * @param args - Amounts in stroops, 0 to 2^63 - 1.
 * @throws `ExchangeError` where core throws: a strict send that pays nothing, a path whose rounding error favours the taker by more than 1 %.
 * @example
 * ```ts
 * // 3000 wheat at 3/2 against 4499 sheep: the offer stays, the taker gets 2999 for 4499.
 * exchange({ price: { n: 3, d: 2 }, maxWheatSend: 3000n, maxWheatReceive: MAX_STROOPS,
 *   maxSheepSend: 4499n, maxSheepReceive: MAX_STROOPS, rounding: 'normal' })
 * ```
 */
export function exchange(args: ExchangeArgs): Exchange {
  const exchanged = exchangeUnbounded(args)
  const { wheatReceived, sheepSent, wheatStays } = exchanged
  if (wheatReceived === 0n || sheepSent === 0n) {
    if (args.rounding !== 'strictSend') return { wheatReceived: 0n, sheepSent: 0n, wheatStays }
    if (sheepSent === 0n) throw exchangeError('A strict send pays nothing', args)
    return exchanged
  }
  const asked = wheatReceived * BigInt(args.price.n)
  const paid = sheepSent * BigInt(args.price.d)
  if (wheatStays ? paid < asked : paid > asked) throw exchangeError('Rounding favoured the side that left', args)
  if (isPriceErrorWithinBound(asked, paid, args.rounding)) return exchanged
  if (args.rounding !== 'normal') throw exchangeError('The price error of a path payment is out of bounds', args)
  return { wheatReceived: 0n, sheepSent: 0n, wheatStays }
}

/**
 * {@link exchange} without the bound on the price error: the basis of an offer's liabilities.
 *
 * @remarks stellar-core `exchangeV10WithoutPriceErrorThresholds`. Both sides are compared by their value in sheep times d:
 * min(maxWheatSend n, maxSheepReceive d) against min(maxSheepSend d, maxWheatReceive n); the larger one stays.
 * @throws `ExchangeError` when an amount leaves its limits, which amounts of 0 to 2^63 - 1 cannot do.
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
  const exchanged = wheatValue > sheepValue ? useUpTaker(args, n, d, sheepValue) : useUpOffer(n, d, wheatValue)
  checkLimits(args, exchanged)
  return exchanged
}

/** The taker is used up and the resting offer stays; rounding favours the offer. */
function useUpTaker(args: ExchangeArgs, n: bigint, d: bigint, sheepValue: bigint): Exchange {
  if (args.rounding === 'strictSend') {
    const sheepSent = smaller(args.maxSheepSend, args.maxSheepReceive)
    return { wheatReceived: sheepValue / n, sheepSent, wheatStays: true }
  }
  if (n > d || args.rounding === 'strictReceive') {
    const wheatReceived = sheepValue / n
    return { wheatReceived, sheepSent: (wheatReceived * n + d - 1n) / d, wheatStays: true }
  }
  const sheepSent = sheepValue / d
  return { wheatReceived: (sheepSent * d) / n, sheepSent, wheatStays: true }
}

/** The resting offer is used up; rounding favours the taker, in every rounding mode. */
export function useUpOffer(n: bigint, d: bigint, wheatValue: bigint): Exchange {
  if (n > d) {
    const wheatReceived = wheatValue / n
    return { wheatReceived, sheepSent: (wheatReceived * n) / d, wheatStays: false }
  }
  const sheepSent = wheatValue / d
  return { wheatReceived: (sheepSent * d + n - 1n) / n, sheepSent, wheatStays: false }
}

function checkLimits(args: ExchangeArgs, { wheatReceived, sheepSent }: Exchange): void {
  if (wheatReceived < 0n || wheatReceived > args.maxWheatReceive || wheatReceived > args.maxWheatSend) {
    throw exchangeError('The wheat received is out of its limits', args)
  }
  if (sheepSent < 0n || sheepSent > args.maxSheepReceive || sheepSent > args.maxSheepSend) {
    throw exchangeError('The sheep sent is out of its limits', args)
  }
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

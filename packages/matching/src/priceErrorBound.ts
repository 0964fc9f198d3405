import type { Price, Stroops } from '@sdex/primitives'
import type { Rounding } from './rounding.ts'

/**
 * Whether amounts are within 1 % of a price, the bound included. A path payment may favour the resting offer without bound.
 *
 * @remarks stellar-core `checkPriceErrorBound`: |100 n wheat - 100 d sheep| <= n wheat.
 * @param price - Sheep for one wheat.
 * @param amounts - Stroops.
 * @example
 * ```ts
 * isWithinPriceErrorBound({ n: 1, d: 1 }, { wheatReceived: 1000n, sheepSent: 1011n }, 'normal') // false
 * isWithinPriceErrorBound({ n: 1, d: 1 }, { wheatReceived: 1000n, sheepSent: 1011n }, 'strictSend') // true
 * ```
 */
export function isWithinPriceErrorBound(
  price: Price,
  amounts: { readonly wheatReceived: Stroops; readonly sheepSent: Stroops },
  rounding: Rounding,
): boolean {
  return isPriceErrorWithinBound(amounts.wheatReceived * BigInt(price.n), amounts.sheepSent * BigInt(price.d), rounding)
}

/** The same on values that the caller has computed: what was asked is wheat n, what was paid is sheep d. */
export function isPriceErrorWithinBound(asked: bigint, paid: bigint, rounding: Rounding): boolean {
  if (paid > asked) return rounding !== 'normal' || 100n * (paid - asked) <= asked
  return 100n * (asked - paid) <= asked
}

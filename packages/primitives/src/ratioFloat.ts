import type { Ratio } from './ratio.ts'

/** More than the 53 that a double keeps, so that the sticky bit below decides nothing but ties. */
const QUOTIENT_BITS = 64

/**
 * The double nearest to a ratio, for display and analytics only.
 *
 * @example
 * ```ts
 * ratioFloat(parseRatio('0.125')) // 0.125
 * ```
 */
export function ratioFloat(ratio: Ratio): number {
  const magnitude = ratio.n < 0n ? -ratio.n : ratio.n
  // Scaled so that the quotient has about 64 bits, however large or small the terms are: Number() rounds it once, to the nearest.
  const shift = QUOTIENT_BITS - (bitLength(magnitude) - bitLength(ratio.d))
  const n = shift > 0 ? magnitude << BigInt(shift) : magnitude
  const d = shift < 0 ? ratio.d << BigInt(-shift) : ratio.d
  const quotient = n / d
  const sticky = n % d === 0n ? 0n : 1n // keeps a value just above a tie from being rounded as the tie
  const float = timesPowerOfTwo(Number(quotient | sticky), -shift)
  return ratio.n < 0n ? -float : float
}

/** In two steps, because 2 ** exponent alone may be beyond a double where the product is not. */
function timesPowerOfTwo(value: number, exponent: number): number {
  const half = Math.trunc(exponent / 2)
  return value * 2 ** half * 2 ** (exponent - half)
}

function bitLength(value: bigint): number {
  const hex = value.toString(16)
  return hex.length * 4 - (Math.clz32(Number.parseInt(hex.charAt(0), 16)) - 28)
}

/**
 * The average price of an aggregation. It is the one number that Horizon gives as a float: the exact quotient becomes a double, which then prints with 7
 * decimals, its own ties to the even digit.
 *
 * @returns `0.0000000` where no base was traded.
 */
export function averagePrice(counterVolume: bigint, baseVolume: bigint): string {
  if (baseVolume === 0n) return '0.0000000'
  const digits = ((counterVolume * 10n ** DIGITS) / baseVolume).toString().padStart(Number(DIGITS) + 1, '0')
  const whole = digits.length - Number(DIGITS)
  return formatDouble(Number(`${digits.slice(0, whole)}.${digits.slice(whole)}`))
}

/** More than a double can tell apart. */
const DIGITS = 30n
const SCALE = 10n ** 7n

/** `toFixed` rounds ties up, and Go to the even digit; both look at the double's exact binary value. */
function formatDouble(value: number): string {
  let [scaled, divisor] = [value, 1n]
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    divisor *= 2n
  }
  const numerator = BigInt(scaled) * SCALE
  const [floor, rest] = [numerator / divisor, numerator % divisor]
  const isUp = rest * 2n > divisor || (rest * 2n === divisor && floor % 2n === 1n)
  const rounded = isUp ? floor + 1n : floor
  return `${rounded / SCALE}.${(rounded % SCALE).toString().padStart(7, '0')}`
}

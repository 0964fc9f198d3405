import { InvalidAmountError } from './errors.ts'
import { quoteInput } from './quoteInput.ts'

/**
 * An amount in stroops: 1 unit of any asset is 10,000,000 stroops. On the ledger a signed 64-bit number; sums over many entries may
 * be larger.
 */
export type Stroops = bigint

/** Stroops in one unit of an asset: 10,000,000. */
export const STROOPS_PER_UNIT: bigint = 10_000_000n

/** The largest amount that a ledger entry can hold: 2^63 - 1 stroops, or 922337203685.4775807 units. */
export const MAX_STROOPS: bigint = 2n ** 63n - 1n

const decimal = /^(\d{1,12})(?:\.(\d{1,7}))?$/

/**
 * Reads a decimal amount as the ledger would take it: no sign, no exponent, at most 7 decimals, at most {@link MAX_STROOPS}.
 *
 * @param text - Units, for example `12.5`.
 * @returns Stroops.
 * @throws {@link InvalidAmountError} for anything else; nothing is rounded.
 * @example
 * ```ts
 * parseAmount('12.5') // 125000000n
 * ```
 */
export function parseAmount(text: string): Stroops {
  // The type is asked for at run time too: a regular expression would read the number 12.5, which may be a rounded one.
  const match = typeof text === 'string' ? decimal.exec(text) : null
  if (match === null) throw invalidAmount(text)
  const [, units = '', decimals = ''] = match
  const stroops = BigInt(units) * STROOPS_PER_UNIT + BigInt(decimals.padEnd(7, '0'))
  if (stroops > MAX_STROOPS) throw invalidAmount(text)
  return stroops
}

/**
 * Writes stroops as Horizon does, always with 7 decimals. Takes sums beyond 64 bits and negative differences too.
 *
 * @example
 * ```ts
 * formatAmount(125000000n) // '12.5000000'
 * ```
 */
export function formatAmount(stroops: bigint): string {
  const magnitude = stroops < 0n ? -stroops : stroops
  const decimals = (magnitude % STROOPS_PER_UNIT).toString().padStart(7, '0')
  return `${stroops < 0n ? '-' : ''}${magnitude / STROOPS_PER_UNIT}.${decimals}`
}

function invalidAmount(input: unknown): InvalidAmountError {
  return new InvalidAmountError({
    message: `${quoteInput(input)} is not an amount.`,
    remedy: 'Write a decimal text from 0 to 922337203685.4775807 with at most 7 decimals, for example 12.5.',
    input,
  })
}

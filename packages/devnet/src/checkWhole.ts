import { InvalidOptionError } from '@sdex/primitives'

/** @throws InvalidOptionError unless the value is a whole number in the range, both ends included. */
export function checkWhole(
  name: string,
  value: unknown,
  { min, max }: { readonly min: number; readonly max: number },
): void {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return
  throw new InvalidOptionError({
    message: `${name} ${String(value)} is not possible.`,
    remedy: `Give a whole number from ${min} to ${max}.`,
    input: value,
  })
}

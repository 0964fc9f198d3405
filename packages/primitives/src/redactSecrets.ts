const secretSeed = /S[A-Z2-7]{55}/g

/** How deep {@link redactInput} looks into objects; deeper values are left out, which also ends cycles. */
const MAX_DEPTH = 4

/**
 * Replaces everything that has the form of a Stellar secret seed: `S` and 55 letters of base32. The checksum does not count, because a seed
 * with a typing error is as secret as the right one.
 *
 * @example
 * ```ts
 * redactSecrets(`seed ${'S'.padEnd(56, 'A')}`) // 'seed S…redacted'
 * ```
 */
export function redactSecrets(text: string): string {
  return text.replace(secretSeed, 'S…redacted')
}

/** The same value with every text in it redacted, for errors that keep their input. Only plain objects and arrays are looked into. */
export function redactInput(input: unknown, depth = 0): unknown {
  if (typeof input === 'string') return redactSecrets(input)
  if (!Array.isArray(input) && !isPlainObject(input)) return input
  if (depth === MAX_DEPTH) return '…'
  if (Array.isArray(input)) return input.map((item) => redactInput(item, depth + 1))
  const entries = Object.entries(input).map(([key, value]) => [redactSecrets(key), redactInput(value, depth + 1)])
  return Object.fromEntries(entries)
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

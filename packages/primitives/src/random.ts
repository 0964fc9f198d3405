/** A source of chance: each call gives a number from 0 (inclusive) to 1 (exclusive). */
export type Random = () => number

/**
 * The machine's own source of chance; not for keys.
 *
 * @example
 * ```ts
 * const jitterMs = 100 * systemRandom()
 * ```
 */
export const systemRandom: Random = () => Math.random()

/**
 * A sequence that repeats for the same seed, on every machine: for tests, simulations and their replay.
 *
 * @example
 * ```ts
 * const random = seededRandom(7)
 * random() === seededRandom(7)() // true
 * ```
 */
export function seededRandom(seed: number | string): Random {
  let state = hash(String(seed))
  // splitmix32: a full-period generator whose state is one 32-bit word.
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    mixed ^= mixed >>> 15
    return (mixed >>> 0) / 2 ** 32
  }
}

/** FNV-1a, so that neighbouring seeds start far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return value
}

/**
 * `a * b / c` on integers without overflow, rounded down or up.
 *
 * @param a - 0 or more, as `b`.
 * @param c - Above 0.
 * @example
 * ```ts
 * mulDiv(10n, 10n, 3n, 'up') // 34n
 * ```
 */
export function mulDiv(a: bigint, b: bigint, c: bigint, rounding: 'down' | 'up'): bigint {
  const product = a * b
  return rounding === 'down' ? product / c : (product + c - 1n) / c
}

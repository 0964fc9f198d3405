/** The newest protocol whose rules for classic operations are built in. */
export const NEWEST_PROTOCOL = 28
/** The oldest one: before it results and headers had another form. */
export const OLDEST_PROTOCOL = 18

/** Ledger bounds, minimum sequence numbers, ages and gaps; accounts remember when their sequence moved (CAP-21). */
export function hasPreconditions(protocol: number): boolean {
  return protocol >= 19
}

/** stellar-core expects a ledger every 5 s. A network that closes by hand is held to that too. */
const EXPECTED_LEDGER_MS = 5_000

/**
 * How far past the last close a transaction's upper time bound must reach, in seconds: two ledgers, rounded up, and what the clock has run on
 * since that close.
 *
 * @remarks stellar-core `getUpperBoundCloseTimeOffset`.
 */
export function upperTimeMargin(args: {
  readonly ledgerMs: number | 'manual'
  readonly lastCloseTime: number
  readonly nowMs: number
}): number {
  const ledgerMs = args.ledgerMs === 'manual' ? EXPECTED_LEDGER_MS : args.ledgerMs
  const drift = Math.max(0, Math.floor(args.nowMs / 1000) - args.lastCloseTime)
  return Math.ceil((2 * ledgerMs) / 1000) + drift
}

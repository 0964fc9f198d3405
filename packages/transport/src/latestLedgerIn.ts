/** The ledger that an answer is of, by its header `Latest-Ledger`; `undefined` where it has none. */
export function latestLedgerIn(headers: Readonly<Record<string, string | undefined>>): number | undefined {
  const ledger = Number(headers['latest-ledger'])
  return Number.isSafeInteger(ledger) && ledger > 0 ? ledger : undefined
}

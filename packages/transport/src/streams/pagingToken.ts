/** The place of a record: its operation or ledger (a TOID), and for trades and effects the index within the operation. */
export type PagingToken = { readonly toid: bigint; readonly index: bigint }

/** A number alone as the cursor of trades means the end of that operation. */
const END_OF_OPERATION = 1n << 63n

/** Reads a paging token; `undefined` when it is none, as with `now`. */
export function parsePagingToken(text: string): PagingToken | undefined {
  if (!/^\d{1,19}(?:-\d{1,19})?$/.test(text)) return undefined
  const dash = text.indexOf('-')
  if (dash === -1) return { toid: BigInt(text), index: END_OF_OPERATION }
  return { toid: BigInt(text.slice(0, dash)), index: BigInt(text.slice(dash + 1)) }
}

/** Whether a record comes after another one in history. */
export function isAfter(a: PagingToken, b: PagingToken): boolean {
  return a.toid === b.toid ? a.index > b.index : a.toid > b.toid
}

/** The cursor behind everything in a ledger: what `now` stands for while that ledger is the newest. */
export function endOfLedger(sequence: number): string {
  return String(((BigInt(sequence) + 1n) << 32n) - 1n)
}

/** The ledger that a record lies in. */
export function ledgerOf({ toid }: PagingToken): number {
  return Number(toid >> 32n)
}

type Bid = { readonly hash: string; readonly fee: bigint; readonly operationCount: number }

/** By bid per operation: above 0 when the first bids more. */
export function compareBids(a: Bid, b: Bid): number {
  const difference = a.fee * BigInt(b.operationCount) - b.fee * BigInt(a.operationCount)
  return difference === 0n ? 0 : difference > 0n ? 1 : -1
}

/** Decides among equal bids: below 0 when the first comes first. */
export type Draw<Waiting> = (a: Waiting, b: Waiting) => number

/** stellar-core draws lots by a number of its own, which nobody can know. Here the hash decides, which nobody can choose. */
export function drawByHash(a: Bid, b: Bid): number {
  return a.hash < b.hash ? -1 : 1
}

/** What a transaction bids for an operation, in stroops, rounded up. */
export function bidPerOperation({ fee, operationCount }: Pick<Bid, 'fee' | 'operationCount'>): bigint {
  const by = BigInt(operationCount)
  return (fee + by - 1n) / by
}

type Bid = { readonly hash: string; readonly fee: bigint; readonly operationCount: number }

/** By bid per operation: above 0 when the first bids more. */
export function compareBids(a: Bid, b: Bid): number {
  const difference = a.fee * BigInt(b.operationCount) - b.fee * BigInt(a.operationCount)
  return difference === 0n ? 0 : difference > 0n ? 1 : -1
}

/** Among equal bids the hash decides, which nobody can choose. */
export function bestBidFirst(a: Bid, b: Bid): number {
  return compareBids(b, a) || (a.hash < b.hash ? -1 : 1)
}

/** What a transaction bids for an operation, in stroops, rounded up. */
export function bidPerOperation({ fee, operationCount }: Pick<Bid, 'fee' | 'operationCount'>): bigint {
  const by = BigInt(operationCount)
  return (fee + by - 1n) / by
}

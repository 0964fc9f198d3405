/**
 * Horizon's total order ids: ledger, place of the transaction in it (from 1) and of the operation in that (from 1), packed into 64 bits. 0 stands
 * for the ledger or the transaction itself.
 */
export function toid(ledger: number, transaction = 0, operation = 0): bigint {
  return (BigInt(ledger) << 32n) | BigInt((transaction << 12) >>> 0) | BigInt(operation)
}

/** The ledger that an id lies in. */
export function ledgerOfToid(id: bigint): number {
  return Number(id >> 32n)
}

/** What `cursor=now` means: past everything in the ledger. */
export function endOfLedger(ledger: number): bigint {
  return (BigInt(ledger) << 32n) | 0xffff_ffffn
}

/** A place inside an operation: its trades are numbered from 0. */
export function positionInOperation(operation: bigint, index: number): bigint {
  return (operation << 31n) | BigInt(index)
}

/** The id of the offer that a taker left nowhere: Horizon makes it from the operation's. */
export function syntheticOfferId(operation: bigint): bigint {
  return operation + (1n << 62n)
}

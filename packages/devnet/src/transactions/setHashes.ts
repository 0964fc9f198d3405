import { Buffer } from 'node:buffer'
import { sha256 } from '../ledger/hashing.ts'
import { hasGeneralizedSets } from '../ledger/protocol.ts'
import type { SignedTransaction } from './signedTransaction.ts'

/** Transactions of a set that have the same price. */
export type SetComponent = {
  readonly transactions: readonly SignedTransaction[]
  /** What an operation costs, in stroops. */
  readonly baseFee: bigint
}

/** What a ledger commits to as its set of transactions. */
export type TransactionSet = {
  readonly protocol: number
  readonly previousHash: Uint8Array
  readonly components: readonly SetComponent[]
}

/**
 * The hash of a set. From protocol 20 on it is that of a GeneralizedTransactionSet with a classic phase, a component for each base fee, and an empty phase
 * of contracts; before, that of the previous hash and the envelopes. Written by hand, since the envelopes are bytes already.
 */
export function txSetHash({ protocol, previousHash, components }: TransactionSet): Buffer {
  if (!hasGeneralizedSets(protocol)) {
    return sha256(previousHash, ...sorted(components.flatMap(({ transactions }) => transactions)))
  }
  const filled = components.filter(({ transactions }) => transactions.length > 0)
  const priced = filled.toSorted((a, b) => (a.baseFee < b.baseFee ? -1 : 1))
  const classic = [int32(0), int32(priced.length), ...priced.flatMap(componentXdr)]
  const contracts = [int32(0), int32(0)]
  return sha256(int32(1), previousHash, int32(2), ...classic, ...contracts)
}

function componentXdr({ transactions, baseFee }: SetComponent): readonly Buffer[] {
  // TXSET_COMP_TXS_MAYBE_DISCOUNTED_FEE, and that there is a base fee
  return [int32(0), int32(1), int64(baseFee), int32(transactions.length), ...sorted(transactions)]
}

function sorted(transactions: readonly SignedTransaction[]): readonly Buffer[] {
  return transactions.toSorted((a, b) => Buffer.compare(a.fullHash, b.fullHash)).map(({ envelope }) => envelope)
}

/** A transaction's result, named by its hash. */
export type TransactionResult = { readonly hash: Uint8Array; readonly result: Uint8Array }

/** The hash of a TransactionResultSet, in the order of application. */
export function resultSetHash(results: readonly TransactionResult[]): Buffer {
  return sha256(int32(results.length), ...results.flatMap(({ hash, result }) => [hash, result]))
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(value)
  return bytes
}

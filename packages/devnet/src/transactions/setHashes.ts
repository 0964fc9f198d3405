import { Buffer } from 'node:buffer'
import { sha256 } from '../ledger/hashing.ts'
import type { SignedTransaction } from './signedTransaction.ts'

/** What a ledger commits to as its set of transactions. */
export type TransactionSet = {
  readonly previousHash: Uint8Array
  readonly transactions: readonly SignedTransaction[]
  /** What an operation of the set costs, in stroops. */
  readonly baseFee: bigint
}

/**
 * The hash of a set: of a GeneralizedTransactionSet with a classic phase of one component and an empty phase of contracts, as stellar-core builds
 * them from protocol 20 on. Written by hand, since the envelopes are bytes already.
 */
export function txSetHash({ previousHash, transactions, baseFee }: TransactionSet): Buffer {
  const sorted = transactions.toSorted((a, b) => Buffer.compare(a.fullHash, b.fullHash))
  const component = [
    int32(0), // TXSET_COMP_TXS_MAYBE_DISCOUNTED_FEE
    int32(1), // a base fee is given
    int64(baseFee),
    int32(sorted.length),
    ...sorted.map(({ envelope }) => envelope),
  ]
  const classic = [int32(0), int32(sorted.length === 0 ? 0 : 1), ...(sorted.length === 0 ? [] : component)]
  const contracts = [int32(0), int32(0)]
  return sha256(int32(1), previousHash, int32(2), ...classic, ...contracts)
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

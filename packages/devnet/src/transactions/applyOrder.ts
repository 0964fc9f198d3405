import { Buffer } from 'node:buffer'
import type { SignedTransaction } from './signedTransaction.ts'

/**
 * The order in which a ledger applies its transactions: the first of every account, then the second of every account, and so on; within a round by a
 * hash that nobody can choose. stellar-core `TxSetFrame::sortForApply`.
 */
export function applyOrder(
  transactions: readonly SignedTransaction[],
  txSetHash: Uint8Array,
): readonly SignedTransaction[] {
  const rounds = new Map<string, number>()
  const bySequence = transactions.toSorted((a, b) => (a.sequence < b.sequence ? -1 : 1))
  const placed = bySequence.map((transaction) => {
    const round = rounds.get(transaction.source) ?? 0
    rounds.set(transaction.source, round + 1)
    return { transaction, round, mixed: mix(transaction.fullHash, txSetHash) }
  })
  placed.sort((a, b) => a.round - b.round || Buffer.compare(a.mixed, b.mixed))
  return placed.map(({ transaction }) => transaction)
}

function mix(hash: Uint8Array, other: Uint8Array): Uint8Array {
  return hash.map((byte, at) => byte ^ (other[at] ?? 0))
}

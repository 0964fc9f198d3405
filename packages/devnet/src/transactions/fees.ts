import type { EntryChange } from '../ledger/entries.ts'
import type { HeaderFields } from '../ledger/header.ts'
import { hasGeneralizedSets } from '../ledger/protocol.ts'
import type { LedgerState } from '../ledger/state.ts'
import type { SignedTransaction } from './signedTransaction.ts'

/** A fee that was taken. */
export type FeeTaken = { readonly feeCharged: bigint; readonly changes: readonly EntryChange[] }

/**
 * Takes a transaction's fee before any transaction of the ledger runs: what its operations cost, its bid at most, and what its payer has at
 * most, reserve and liabilities notwithstanding. It stays taken whatever becomes of the transaction.
 */
export function takeFee(
  state: LedgerState,
  { feeSource, fee, operationCount }: SignedTransaction,
  baseFee: bigint,
): FeeTaken {
  const start = state.savepoint()
  const account = state.account(feeSource)
  if (account === undefined) return { feeCharged: 0n, changes: [] } // core crashes; no queue lets such a transaction through
  const due = smallest(fee, baseFee * BigInt(Math.max(operationCount, 1)))
  const feeCharged = smallest(due, account.balance)
  if (feeCharged <= 0n) return { feeCharged, changes: [] }
  state.put({ ...account, balance: account.balance - feeCharged })
  state.setHeader({ ...state.header, feePool: state.header.feePool + feeCharged })
  return { feeCharged, changes: state.changesSince(start) }
}

/** Operations that a ledger of before protocol 20 may be short of its limit without being priced as full. */
const SURGE_MARGIN = 100

/**
 * What an operation costs in a ledger. Before protocol 20 the set itself tells: the base fee, or in a full set the lowest bid per operation. Since then
 * whoever builds the set says it; the default is the base fee.
 *
 * @remarks stellar-core `TxSetFrame::getBaseFee`.
 */
export function baseFeeOf(header: HeaderFields, transactions: readonly SignedTransaction[]): bigint {
  if (hasGeneralizedSets(header.ledgerVersion)) return BigInt(header.baseFee)
  const operations = transactions.reduce((sum, { operationCount }) => sum + operationCount, 0)
  if (operations <= Math.max(0, header.maxTxSetSize - SURGE_MARGIN)) return BigInt(header.baseFee)
  return lowestBid(transactions) ?? BigInt(header.baseFee)
}

/** The lowest bid per operation among transactions, rounded up. */
function lowestBid(transactions: readonly SignedTransaction[]): bigint | undefined {
  let lowest: bigint | undefined
  for (const { fee, operationCount } of transactions) {
    const operations = BigInt(Math.max(operationCount, 1))
    const bid = (fee + operations - 1n) / operations
    if (lowest === undefined || bid < lowest) lowest = bid
  }
  return lowest
}

function smallest(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

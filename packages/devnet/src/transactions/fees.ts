import type { AccountEntry, EntryChange } from '../ledger/entries.ts'
import type { LedgerState } from '../ledger/state.ts'
import type { SignedTransaction } from './signedTransaction.ts'

/** A fee that was taken. */
export type FeeTaken = { readonly feeCharged: bigint; readonly changes: readonly EntryChange[] }

/**
 * Takes a transaction's fee before any transaction of the ledger runs: what its operations cost, its bid at most, and what its source has at
 * most, reserve and liabilities notwithstanding. It stays taken whatever becomes of the transaction.
 */
export function takeFee(
  state: LedgerState,
  { source, fee, operationCount }: SignedTransaction,
  baseFee: bigint,
): FeeTaken {
  const start = state.savepoint()
  const account = state.account(source) as AccountEntry // transactions without a source reach no ledger
  const due = smallest(fee, baseFee * BigInt(Math.max(operationCount, 1)))
  const feeCharged = smallest(due, account.balance)
  state.put({ ...account, balance: account.balance - feeCharged })
  state.setHeader({ ...state.header, feePool: state.header.feePool + feeCharged })
  return { feeCharged, changes: state.changesSince(start) }
}

function smallest(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

import type { Buffer } from 'node:buffer'
import type { Stroops } from '@sdex/primitives'
import type { EntryChange } from '../ledger/entries.ts'
import { mergeLooksAhead } from '../ledger/protocol.ts'
import type { Write } from '../ledger/snapshot.ts'
import type { LedgerState } from '../ledger/state.ts'
import { applyTransaction, type LedgerAround, type LedgerPoolTrade, type LedgerTrade } from './apply.ts'
import { takeFee } from './fees.ts'
import { encodeResult, innerFee } from './result.ts'
import type { SignedTransaction } from './signedTransaction.ts'

/** A transaction in a ledger, failed or not. */
export type AppliedTransaction = {
  readonly transaction: SignedTransaction
  readonly isSuccessful: boolean
  /** TransactionResult, as bytes and as base64. */
  readonly result: Buffer
  readonly resultXdr: string
  readonly feeCharged: Stroops
  /** What taking the fee changed, and what the transaction itself changed; of a failed one only its sequence number and signers. */
  readonly feeChanges: readonly EntryChange[]
  readonly changes: readonly EntryChange[]
  /** What each operation of a successful transaction wrote, in order; empty for a failed one. */
  readonly operationWrites: readonly (readonly Write[])[]
  /** Of successful transactions. */
  readonly trades: readonly LedgerTrade[]
  readonly poolTrades: readonly LedgerPoolTrade[]
}

/** Changes the ledger by rules of its own, fee and sequence number included, and says what a transaction that did so would leave. */
export type CraftedTransaction = (state: LedgerState) => AppliedTransaction

/** The next ledger's transactions in the order of application. */
export type OrderedLedger = {
  readonly transactions: readonly SignedTransaction[]
  /** Unix seconds. */
  readonly closeTime: number
  /** What an operation of a transaction costs, in stroops. */
  readonly baseFeeOf: (transaction: SignedTransaction) => bigint
  /** Run after the others, as stellar-core runs contracts. */
  readonly crafted?: readonly CraftedTransaction[] | undefined
  /** Told of each transaction once it has run. */
  readonly onApplied?: ((applied: AppliedTransaction) => void) | undefined
}

/** Applies transactions as the next ledger: first all fees are taken, then each runs in turn. */
export function applyLedger(
  state: LedgerState,
  { transactions, closeTime, baseFeeOf, crafted = [], onApplied }: OrderedLedger,
): readonly AppliedTransaction[] {
  state.setHeader({ ...state.header, ledgerSequence: state.header.ledgerSequence + 1, closeTime })
  const fees = transactions.map((transaction) => takeFee(state, transaction, baseFeeOf(transaction)))
  const around = lookAround(state, transactions)
  const applied = transactions.map((transaction, at): AppliedTransaction => {
    const { feeCharged = 0n, changes: feeChanges = [] } = fees[at] ?? {}
    const { outcome, changes, ...done } = applyTransaction(state, transaction, around)
    const inner = innerFee(transaction, baseFeeOf(transaction), state.header.ledgerVersion)
    const result = encodeResult(transaction, outcome, { charged: feeCharged, inner })
    const resultXdr = result.toString('base64')
    const isSuccessful = outcome.code === 0
    const applied: AppliedTransaction = {
      ...{ transaction, isSuccessful, result, resultXdr, feeCharged, feeChanges, ...done },
      get changes() {
        return changes() // few ask, and there may be many
      },
    }
    onApplied?.(applied)
    return applied
  })
  const last = crafted.map((craft) => craft(state))
  state.commit()
  return last.length === 0 ? applied : [...applied, ...last]
}

/** A merge must not free an account whose later transactions are in this ledger too. */
function lookAround({ header }: LedgerState, transactions: readonly SignedTransaction[]): LedgerAround {
  const highest = new Map<string, bigint>()
  if (mergeLooksAhead(header.ledgerVersion)) {
    for (const { source, sequence } of transactions) {
      if (sequence > (highest.get(source) ?? -1n)) highest.set(source, sequence)
    }
  }
  return { highestSequenceOf: (accountId) => highest.get(accountId) ?? 0n }
}

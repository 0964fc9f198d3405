import { ExchangeError } from '@sdex/matching'
import type { Claim } from '../ledger/crossing.ts'
import type { AccountEntry, EntryChange } from '../ledger/entries.ts'
import { LedgerInvariantError } from '../ledger/holdings.ts'
import { hasPreconditions } from '../ledger/protocol.ts'
import type { LedgerState } from '../ledger/state.ts'
import { NO_ACCOUNT, type OperationOutcome } from '../operations/rule.ts'
import { checkOperationAuth } from './authorization.ts'
import { commonValid } from './commonValid.ts'
import { outcomeOf, refusedWith, type TransactionOutcome, TX } from './result.ts'
import type { SignedOperation, SignedTransaction } from './signedTransaction.ts'

/** What a transaction did to the ledger, its fee aside. */
export type Applied = {
  readonly outcome: TransactionOutcome
  readonly changes: readonly EntryChange[]
  readonly trades: readonly LedgerTrade[]
}

/** A resting offer that an operation of a successful transaction took. */
export type LedgerTrade = {
  /** Place of the operation in its transaction, from 1, and of the claim in the operation's result, from 0. */
  readonly operation: number
  readonly index: number
  readonly claim: Claim
  readonly taker: string
  /** The offer that the taker's operation left in the book, if it did. */
  readonly takerOfferId: bigint | undefined
}

/** Runs a transaction whose fee has been taken. Its sequence number stays used up when it fails; what its operations did does not stay. */
export function applyTransaction(state: LedgerState, transaction: SignedTransaction): Applied {
  const start = state.savepoint()
  const done = run(state, transaction)
  return { outcome: done.outcome, changes: state.changesSince(start), trades: done.trades ?? [] }
}

type Ran = { readonly outcome: TransactionOutcome; readonly trades?: readonly LedgerTrade[] }

function run(state: LedgerState, transaction: SignedTransaction): Ran {
  const signatures = transaction.signatures.check()
  const { code, sequenceIsDue } = commonValid({ state, transaction, signatures, occasion: { type: 'apply' } })
  if (sequenceIsDue) consumeSequence(state, transaction)
  if (code !== undefined) return { outcome: refusedWith(code) }

  const refusals = transaction.operations.map((operation) => checkOperationAuth({ state, operation, signatures }))
  if (refusals.some((refusal) => refusal !== undefined)) return { outcome: outcomeOf(transaction, refusals) }
  if (!signatures.isEachUsed) return { outcome: refusedWith(TX.badAuthExtra) }
  return runOperations(state, transaction)
}

/** All operations run, also after one has failed; then nothing of any of them stays. */
function runOperations(state: LedgerState, transaction: SignedTransaction): Ran {
  const start = state.savepoint()
  try {
    const outcomes = transaction.operations.map((operation) => runOperation(state, operation))
    const outcome = outcomeOf(transaction, outcomes)
    if (outcome.code === 0) return { outcome, trades: outcomes.flatMap((done, at) => tradesOf(transaction, done, at)) }
    state.rollback(start)
    return { outcome }
  } catch (error) {
    // Where core throws, the transaction ends as an internal error; anything else is a fault of ours.
    if (!(error instanceof LedgerInvariantError || error instanceof ExchangeError)) throw error
    state.rollback(start)
    return { outcome: refusedWith(TX.internalError) }
  }
}

function runOperation(state: LedgerState, { source, rule }: SignedOperation): OperationOutcome {
  if (state.account(source) === undefined) return NO_ACCOUNT
  const before = state.savepoint()
  const context = { state, source }
  const outcome = rule.check(context) ?? rule.apply(context)
  if (!outcome.ok) state.rollback(before)
  return outcome
}

/** Claims of nothing for nothing, which remove an offer that has become worthless, are no trades; they count in the numbering. */
function tradesOf(transaction: SignedTransaction, { crossed }: OperationOutcome, at: number): readonly LedgerTrade[] {
  const taker = transaction.operations[at]?.source
  if (crossed === undefined || taker === undefined) return []
  return crossed.claims.flatMap((claim, index) =>
    claim.amountSold === 0n && claim.amountBought === 0n
      ? []
      : [{ operation: at + 1, index, claim, taker, takerOfferId: crossed.restingId }],
  )
}

function consumeSequence(state: LedgerState, { source, sequence }: SignedTransaction): void {
  const account = state.account(source) as AccountEntry // its sequence number was just looked at
  const { ledgerVersion, ledgerSequence, closeTime } = state.header
  const moved = hasPreconditions(ledgerVersion) ? { sequenceLedger: ledgerSequence, sequenceTime: closeTime } : {}
  state.put({ ...account, sequence, ...moved })
}

import { ExchangeError } from '@sdex/matching'
import { StrKey } from '@stellar/stellar-sdk'
import type { OfferClaim, PoolClaim } from '../ledger/crossing.ts'
import type { EntryChange } from '../ledger/entries.ts'
import { LedgerInvariantError } from '../ledger/holdings.ts'
import { maxVerifications } from '../ledger/protocol.ts'
import { moveSequence } from '../ledger/sequence.ts'
import { removeSigner } from '../ledger/signers.ts'
import type { Write } from '../ledger/snapshot.ts'
import { collectChanges, type LedgerState } from '../ledger/state.ts'
import { operationRule } from '../operations/operationRule.ts'
import { NO_ACCOUNT, type OperationContext, type OperationOutcome, type OperationRule } from '../operations/rule.ts'
import { checkOperationAuth, checkSupport } from './authorization.ts'
import { commonValid } from './commonValid.ts'
import { outcomeOf, refusedWith, type TransactionOutcome, TX } from './result.ts'
import type { SignedTransaction } from './signedTransaction.ts'

/** What a transaction did to the ledger, its fee aside. */
export type Applied = {
  readonly outcome: TransactionOutcome
  /** Put together each time it is asked for. */
  readonly changes: () => readonly EntryChange[]
  /** What each operation of a successful transaction wrote, in order; empty for a failed one. */
  readonly operationWrites: readonly (readonly Write[])[]
  readonly trades: readonly LedgerTrade[]
  readonly poolTrades: readonly LedgerPoolTrade[]
}

/** A resting offer that an operation of a successful transaction took. */
export type LedgerTrade = TradePlace & {
  readonly claim: OfferClaim
  /** The offer that the taker's operation left in the book, if it did. */
  readonly takerOfferId: bigint | undefined
}

/** A swap with a pool that an operation of a successful transaction made. */
export type LedgerPoolTrade = TradePlace & { readonly claim: PoolClaim }

type TradePlace = {
  /** Place of the operation in its transaction, from 1, and of the claim in the operation's result, from 0. */
  readonly operation: number
  readonly index: number
  readonly taker: string
}

/** What a transaction must know of the others in its ledger. */
export type LedgerAround = Pick<OperationContext, 'highestSequenceOf'>

/**
 * Runs a transaction whose fee has been taken. Its sequence number stays used up when it fails, and so do signers that were good for it alone; what its
 * operations did does not stay.
 *
 * @remarks stellar-core `TransactionFrame::apply`. What a fee bump was refused for in the queue is not looked at again.
 */
export function applyTransaction(state: LedgerState, transaction: SignedTransaction, around: LedgerAround): Applied {
  const start = state.savepoint()
  if (transaction.feeBump !== undefined) removePreAuthorized(state, transaction.feeBump.hash, [transaction.feeSource])
  const { outcome, outcomes = [], operationWrites = [] } = run(state, transaction, around)
  const writes = state.writesSince(start)
  const changes = (): readonly EntryChange[] => collectChanges(writes)
  return { outcome, changes, operationWrites, ...tradesOf(transaction, outcomes) }
}

type Ran = {
  readonly outcome: TransactionOutcome
  readonly outcomes?: readonly OperationOutcome[]
  readonly operationWrites?: Applied['operationWrites']
}

function run(state: LedgerState, transaction: SignedTransaction, around: LedgerAround): Ran {
  const signatures = transaction.signatures.check(maxVerifications(state.header.ledgerVersion))
  const { code, sequenceIsDue } = commonValid({ state, transaction, signatures, occasion: { type: 'apply' } })
  const account = state.account(transaction.source)
  if (sequenceIsDue && account !== undefined) moveSequence(state, account, transaction.sequence)
  const preAuthorizers = [transaction.source, ...transaction.sources]
  if (code !== undefined) {
    removePreAuthorized(state, transaction.contentsHash, preAuthorizers)
    return { outcome: refusedWith(code) }
  }
  const rules = transaction.contents.operations.map(({ body }) => operationRule(body))
  const refusals = rules.map((rule, index) => checkOperationAuth({ state, transaction, index, rule, signatures }))
  removePreAuthorized(state, transaction.contentsHash, preAuthorizers)
  if (refusals.some((refusal) => refusal !== undefined)) return { outcome: outcomeOf(transaction, refusals) }
  if (!signatures.isEachUsed) return { outcome: refusedWith(TX.BAD_AUTH_EXTRA) }
  return runOperations(state, transaction, { ...around, rules })
}

/** A signer that is the hash of one transaction has served with it. */
function removePreAuthorized(state: LedgerState, hash: Uint8Array, accountIds: readonly string[]): void {
  let key: string | undefined
  for (const accountId of new Set(accountIds)) {
    const account = state.account(accountId)
    if (account === undefined || account.signers.length === 0) continue
    key ??= StrKey.encodePreAuthTx(hash)
    removeSigner(state, account, key)
  }
}

/** All operations run, also after one has failed; then nothing of any of them stays. */
function runOperations(
  state: LedgerState,
  transaction: SignedTransaction,
  { rules, ...around }: LedgerAround & { readonly rules: readonly OperationRule[] },
): Ran {
  const start = state.savepoint()
  try {
    const operationWrites: (readonly Write[])[] = []
    const outcomes = rules.map((rule, index) => {
      const before = state.savepoint()
      const outcome = runOperation(state, transaction, { ...around, rule, index })
      operationWrites.push(state.writesSince(before))
      return outcome
    })
    const outcome = outcomeOf(transaction, outcomes)
    if (outcome.code !== 0) {
      state.rollback(start)
      return { outcome }
    }
    if (state.sponsorships.size === 0) return { outcome, outcomes, operationWrites }
    state.rollback(start)
    return { outcome: refusedWith(TX.BAD_SPONSORSHIP) }
  } catch (error) {
    // Where core throws, the transaction ends as an internal error; anything else is a fault of ours.
    if (!(error instanceof LedgerInvariantError || error instanceof ExchangeError)) throw error
    state.rollback(start)
    return { outcome: refusedWith(TX.INTERNAL_ERROR) }
  }
}

function runOperation(
  state: LedgerState,
  transaction: SignedTransaction,
  { rule, index, highestSequenceOf }: LedgerAround & { readonly rule: OperationRule; readonly index: number },
): OperationOutcome {
  const source = transaction.sources[index]
  if (source === undefined) throw new LedgerInvariantError(`operation ${index}`)
  const unsupported = checkSupport(state, rule)
  if (unsupported !== undefined) return unsupported
  if (state.account(source) === undefined) return NO_ACCOUNT
  const context = { state, source, protocol: state.header.ledgerVersion, transaction, index, highestSequenceOf }
  const before = state.savepoint()
  const outcome = rule.check(context) ?? rule.apply(context)
  if (!outcome.ok) state.rollback(before)
  return outcome
}

/** Claims of nothing for nothing, which remove an offer that has become worthless, are no trades; they count in the numbering. */
function tradesOf(
  transaction: SignedTransaction,
  outcomes: readonly OperationOutcome[],
): Pick<Applied, 'trades' | 'poolTrades'> {
  const trades: LedgerTrade[] = []
  const poolTrades: LedgerPoolTrade[] = []
  for (const [at, { crossed }] of outcomes.entries()) {
    const taker = transaction.sources[at] ?? transaction.source
    for (const [index, claim] of (crossed?.claims ?? []).entries()) {
      if (claim.amountSold === 0n && claim.amountBought === 0n) continue
      const place = { operation: at + 1, index, taker }
      if (claim.type === 'pool') poolTrades.push({ ...place, claim })
      else trades.push({ ...place, claim, takerOfferId: crossed?.restingId })
    }
  }
  return { trades, poolTrades }
}

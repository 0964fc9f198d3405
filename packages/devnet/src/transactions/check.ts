import type { LedgerState } from '../ledger/state.ts'
import { operationRule } from '../operations/operationRule.ts'
import type { OperationOutcome } from '../operations/rule.ts'
import { checkOperationAuth, sourceOf } from './authorization.ts'
import { commonValid, minimumFee, type Occasion } from './commonValid.ts'
import { encodeResult, outcomeOf, refusedWith, type TransactionOutcome, TX } from './result.ts'
import type { SignedTransaction } from './signedTransaction.ts'

/**
 * Why no next ledger would take a transaction: a TransactionResult, base64, or undefined when one would. Nothing is charged; `feeCharged` tells
 * the smallest bid, as in core.
 */
export function checkTransaction(
  state: LedgerState,
  transaction: SignedTransaction,
  occasion: Extract<Occasion, { type: 'queue' }>,
): string | undefined {
  const refusal = refusalOf(state, transaction, occasion)
  return refusal && encodeResult(minimumFee(state, transaction), refusal).toString('base64')
}

/** The refusal of a sequence number that the queue already holds. */
export function badSequence(state: LedgerState, transaction: SignedTransaction): string {
  return encodeResult(minimumFee(state, transaction), refusedWith(TX.badSequence)).toString('base64')
}

function refusalOf(
  state: LedgerState,
  transaction: SignedTransaction,
  occasion: Occasion,
): TransactionOutcome | undefined {
  const signatures = transaction.signatures.check()
  const { code } = commonValid({ state, transaction, signatures, occasion })
  if (code !== undefined) return refusedWith(code)
  const outcomes: OperationOutcome[] = []
  for (const operation of transaction.contents.operations) {
    const rule = operationRule(operation.body)
    const source = sourceOf(transaction, operation)
    const refused =
      checkOperationAuth({ state, transaction, operation, rule, signatures }) ?? rule.check({ state, source })
    // The first refusal ends the look; operations before and after it show as not run.
    if (refused !== undefined) {
      outcomes[transaction.contents.operations.indexOf(operation)] = refused
      return outcomeOf(transaction, outcomes)
    }
  }
  return signatures.isEachUsed ? undefined : refusedWith(TX.badAuthExtra)
}

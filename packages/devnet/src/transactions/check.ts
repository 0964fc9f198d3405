import type { LedgerState } from '../ledger/state.ts'
import type { QueueRefusal } from '../mempool/createMempool.ts'
import { checkOperationAuth } from './authorization.ts'
import { commonValid, minimumFee, type Occasion } from './commonValid.ts'
import { encodeResult, outcomeOf, refusedWith, type TransactionOutcome, TX } from './result.ts'
import type { SignedTransaction } from './signedTransaction.ts'

/**
 * Why no next ledger would take a transaction: a TransactionResult, base64, or undefined when one would. Nothing is charged; `feeCharged` tells
 * the smallest bid, as in core, except that what is malformed has no price.
 */
export function checkTransaction(
  state: LedgerState,
  transaction: SignedTransaction,
  occasion: Extract<Occasion, { type: 'queue' }>,
): string | undefined {
  const refusal = refusalOf(state, transaction, occasion)
  if (refusal === undefined) return undefined
  const fee = refusal.code === TX.malformed ? 0n : minimumFee(state, transaction)
  return encodeResult(fee, refusal).toString('base64')
}

/** A refusal of the queue's own as a TransactionResult, base64. */
export function queueRefusal(refusal: QueueRefusal): string {
  const result =
    refusal.type === 'badSequence'
      ? encodeResult(0n, refusedWith(TX.badSequence))
      : encodeResult(refusal.neededFee, refusedWith(TX.insufficientFee))
  return result.toString('base64')
}

function refusalOf(
  state: LedgerState,
  transaction: SignedTransaction,
  occasion: Occasion,
): TransactionOutcome | undefined {
  const signatures = transaction.signatures.check()
  const { code } = commonValid({ state, transaction, signatures, occasion })
  if (code !== undefined) return refusedWith(code)
  const { operations } = transaction
  for (const [at, operation] of operations.entries()) {
    const { source, rule } = operation
    const refused = checkOperationAuth({ state, operation, signatures }) ?? rule.check({ state, source })
    // The first refusal ends the look; operations before and after it show as not run.
    if (refused !== undefined) {
      const outcomes = operations.map((_, other) => (other === at ? refused : undefined))
      return outcomeOf(transaction, outcomes)
    }
  }
  return signatures.isEachUsed ? undefined : refusedWith(TX.badAuthExtra)
}

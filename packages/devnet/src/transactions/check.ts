import type { Buffer } from 'node:buffer'
import { MAX_STROOPS } from '@sdex/primitives'
import { NATIVE } from '../ledger/entries.ts'
import { available } from '../ledger/holdings.ts'
import { malformedHasNoPrice, maxVerifications } from '../ledger/protocol.ts'
import type { LedgerState } from '../ledger/state.ts'
import type { QueueRefusal } from '../mempool/createMempool.ts'
import { operationRule } from '../operations/operationRule.ts'
import type { OperationOutcome } from '../operations/rule.ts'
import { checkOperationAuth, checkSupport, isSignedFor } from './authorization.ts'
import { commonValid, minimumFee, type Occasion } from './commonValid.ts'
import { encodeRefusal, encodeResult, outcomeOf, refusedWith, type TransactionOutcome, TX } from './result.ts'
import type { SignedTransaction } from './signedTransaction.ts'

type QueueOccasion = Extract<Occasion, { type: 'queue' }>

/**
 * Why no next ledger would take a transaction: a TransactionResult, or undefined when one would. Nothing is charged; `feeCharged` tells
 * the smallest bid, as in core.
 *
 * @remarks stellar-core `TransactionFrame::checkValid`, `FeeBumpTransactionFrame::checkValid`.
 */
export function checkTransaction(
  state: LedgerState,
  transaction: SignedTransaction,
  occasion: QueueOccasion,
): Buffer | undefined {
  const refusal = checkFeeBump(state, transaction)
  if (refusal !== undefined) return refusal
  const outcome = refusalOf(state, transaction, occasion)
  if (outcome === undefined) return undefined
  const isFree = outcome.code === TX.MALFORMED && malformedHasNoPrice(state.header.ledgerVersion)
  return encodeResult(transaction, outcome, { charged: isFree ? 0n : minimumFee(state, transaction), inner: 0n })
}

/** A refusal of the queue's own as a TransactionResult. Only the payer's lack of lumens is found after the look that sets the price. */
export function queueRefusal(state: LedgerState, refusal: QueueRefusal, transaction: SignedTransaction): Buffer {
  switch (refusal.type) {
    case 'badSequence':
      return encodeRefusal(TX.BAD_SEQ, 0n)
    case 'malformed':
      return encodeRefusal(TX.MALFORMED, 0n)
    case 'insufficientFee':
      return encodeRefusal(TX.INSUFFICIENT_FEE, refusal.neededFee)
    case 'insufficientBalance':
      return encodeRefusal(TX.INSUFFICIENT_BALANCE, minimumFee(state, transaction))
  }
}

/** What the outside of a fee bump is refused for: its bid must be at least as good as the inner one's, an operation. */
function checkFeeBump(state: LedgerState, transaction: SignedTransaction): Buffer | undefined {
  const { feeBump, fee, feeSource, contents } = transaction
  if (feeBump === undefined) return undefined
  const minimum = minimumFee(state, transaction)
  if (fee < minimum) return encodeRefusal(TX.INSUFFICIENT_FEE, minimum)
  const innerMinimum = BigInt(state.header.baseFee) * BigInt(Math.max(contents.operations.length, 1))
  const needed = BigInt(contents.fee) * minimum
  if (fee * innerMinimum < needed) {
    const bid = (needed + innerMinimum - 1n) / innerMinimum
    return encodeRefusal(TX.INSUFFICIENT_FEE, bid < MAX_STROOPS ? bid : MAX_STROOPS)
  }
  const payer = state.account(feeSource)
  if (payer === undefined) return encodeRefusal(TX.NO_ACCOUNT, minimum)
  const signatures = feeBump.signatures.check(maxVerifications(state.header.ledgerVersion))
  if (!isSignedFor(signatures, payer, 'low')) return encodeRefusal(TX.BAD_AUTH, minimum)
  if (available(state, { accountId: feeSource, asset: NATIVE }) < fee)
    return encodeRefusal(TX.INSUFFICIENT_BALANCE, minimum)
  return signatures.isEachUsed ? undefined : encodeRefusal(TX.BAD_AUTH_EXTRA, minimum)
}

function refusalOf(
  state: LedgerState,
  transaction: SignedTransaction,
  occasion: QueueOccasion,
): TransactionOutcome | undefined {
  const protocol = state.header.ledgerVersion
  const signatures = transaction.signatures.check(maxVerifications(protocol))
  const { code } = commonValid({ state, transaction, signatures, occasion })
  if (code !== undefined) return refusedWith(code)
  for (const [index, { body }] of transaction.contents.operations.entries()) {
    const rule = operationRule(body)
    const source = transaction.sources[index] ?? transaction.source
    const refused =
      checkSupport(state, rule) ??
      checkOperationAuth({ state, transaction, index, rule, signatures }) ??
      rule.check({ source, protocol })
    if (refused === undefined) continue
    // The first refusal ends the look; operations before and after it show as not run.
    const outcomes: OperationOutcome[] = []
    outcomes[index] = refused
    return { ...outcomeOf(transaction, outcomes), code: -1 } as TransactionOutcome
  }
  return signatures.isEachUsed ? undefined : refusedWith(TX.BAD_AUTH_EXTRA)
}

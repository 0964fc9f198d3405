import { Buffer } from 'node:buffer'
import { xdr } from '@stellar/stellar-sdk'
import { reportsNoInnerFee } from '../ledger/protocol.ts'
import { operationRule } from '../operations/operationRule.ts'
import type { OperationOutcome } from '../operations/rule.ts'
import type { SignedTransaction } from './signedTransaction.ts'

/** Codes of transaction results that carry nothing more. */
export const TX = {
  TOO_EARLY: -2,
  TOO_LATE: -3,
  MISSING_OPERATION: -4,
  BAD_SEQ: -5,
  BAD_AUTH: -6,
  INSUFFICIENT_BALANCE: -7,
  NO_ACCOUNT: -8,
  INSUFFICIENT_FEE: -9,
  BAD_AUTH_EXTRA: -10,
  INTERNAL_ERROR: -11,
  NOT_SUPPORTED: -12,
  BAD_SPONSORSHIP: -14,
  BAD_MIN_SEQ_AGE_OR_GAP: -15,
  MALFORMED: -16,
} as const
export type TransactionCode = (typeof TX)[keyof typeof TX]

/** What a transaction came to, without the fee and without the fee bump around it. */
export type TransactionOutcome = xdr.InnerTransactionResultResultWire

const FEE_BUMP_INNER_SUCCESS = 1
const FEE_BUMP_INNER_FAILED = -13

/** A result that is a code alone. */
export function refusedWith(code: TransactionCode): TransactionOutcome {
  return { code }
}

/** txSUCCESS or txFAILED with what became of the operations. One that was not reached shows its success arm, all zero, as in core. */
export function outcomeOf(
  { contents }: SignedTransaction,
  outcomes: readonly (OperationOutcome | undefined)[],
): TransactionOutcome {
  const results = contents.operations.map(({ body }, at) => outcomes[at]?.result ?? operationRule(body).notRun)
  return { code: outcomes.every((outcome) => outcome?.ok === true) ? 0 : -1, results }
}

/** What was charged for a transaction, or would be; `inner` is what the inner one of a fee bump reports, though nobody pays it. */
export type Fees = { readonly charged: bigint; readonly inner: bigint }

/** A TransactionResult as bytes. In a fee bump the outcome is the inner transaction's. */
export function encodeResult(transaction: SignedTransaction, outcome: TransactionOutcome, fees: Fees): Buffer {
  const result = transaction.feeBump === undefined ? outcome : wrap(transaction, outcome, fees.inner)
  return Buffer.from(xdr.TransactionResult.schema.encode({ feeCharged: fees.charged, result, ext: { v: 0 } }))
}

/** A TransactionResult that refuses a transaction, or the fee bump itself, as a whole. */
export function encodeRefusal(code: TransactionCode, feeCharged: bigint): Buffer {
  return Buffer.from(xdr.TransactionResult.schema.encode({ feeCharged, result: { code }, ext: { v: 0 } }))
}

function wrap(
  { contentsHash }: SignedTransaction,
  outcome: TransactionOutcome,
  feeCharged: bigint,
): xdr.TransactionResultResultWire {
  const innerResultPair = {
    transactionHash: contentsHash,
    result: { feeCharged, result: outcome, ext: { v: 0 } as const },
  }
  return { code: outcome.code === 0 ? FEE_BUMP_INNER_SUCCESS : FEE_BUMP_INNER_FAILED, innerResultPair }
}

/** What the inner transaction of a fee bump reports as charged, when it is applied at a base fee. */
export function innerFee({ contents }: SignedTransaction, baseFee: bigint, protocol: number): bigint {
  if (reportsNoInnerFee(protocol)) return 0n
  const due = baseFee * BigInt(Math.max(contents.operations.length, 1))
  return BigInt(contents.fee) < due ? BigInt(contents.fee) : due
}

import { Buffer } from 'node:buffer'
import { xdr } from '@stellar/stellar-sdk'
import type { OperationOutcome } from '../operations/rule.ts'
import type { SignedTransaction } from './signedTransaction.ts'

/** Codes of transaction results that carry nothing more. */
export const TX = {
  tooEarly: -2,
  tooLate: -3,
  missingOperation: -4,
  badSequence: -5,
  badAuth: -6,
  insufficientBalance: -7,
  noAccount: -8,
  insufficientFee: -9,
  badAuthExtra: -10,
  internalError: -11,
  notSupported: -12,
  badMinSequenceAgeOrGap: -15,
  malformed: -16,
} as const
export type TransactionCode = (typeof TX)[keyof typeof TX]

/** What a transaction came to, without the fee. */
export type TransactionOutcome = Exclude<xdr.TransactionResultResultWire, { innerResultPair: unknown }>

/** A result that is a code alone. */
export function refusedWith(code: TransactionCode): TransactionOutcome {
  return { code }
}

/** txSUCCESS or txFAILED with what became of the operations. One that was not reached shows its success arm, all zero, as in core. */
export function outcomeOf(
  { operations }: SignedTransaction,
  outcomes: readonly (OperationOutcome | undefined)[],
): TransactionOutcome {
  const results = operations.map(({ rule }, at) => outcomes[at]?.result ?? rule.notRun)
  const isSuccess = operations.every((_, at) => outcomes[at]?.ok === true)
  return { code: isSuccess ? 0 : -1, results }
}

/** A TransactionResult as bytes. */
export function encodeResult(feeCharged: bigint, result: TransactionOutcome): Buffer {
  return Buffer.from(xdr.TransactionResult.schema.encode({ feeCharged, result, ext: { v: 0 } }))
}

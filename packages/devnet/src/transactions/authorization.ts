import type { AccountEntry } from '../ledger/entries.ts'
import type { LedgerState } from '../ledger/state.ts'
import { BAD_AUTH, NO_ACCOUNT, NOT_SUPPORTED, type OperationOutcome, type OperationRule } from '../operations/rule.ts'
import type { SignatureCheck, WeightedKey } from './signatures.ts'
import type { SignedTransaction } from './signedTransaction.ts'

/** Places of the thresholds in an account entry; 0 is the master key's weight. */
const THRESHOLD = { low: 1, medium: 2, high: 3 } as const

/** Whether an account's signatures reach one of its thresholds. */
export function isSignedFor(
  signatures: SignatureCheck,
  account: AccountEntry,
  threshold: keyof typeof THRESHOLD,
): boolean {
  return signatures.reaches(keysOf(account), account.thresholds[THRESHOLD[threshold]])
}

/** The account's own key, unless it has no weight, and then its signers. */
function keysOf({ accountId, thresholds, signers }: AccountEntry): readonly WeightedKey[] {
  const [weight] = thresholds
  return weight === 0 ? signers : [{ key: accountId, weight }, ...signers]
}

/**
 * Why an operation's signatures do not do, or undefined. The source of an operation may be created by an earlier one of the same transaction; until then
 * its own key must sign.
 */
export function checkOperationAuth(args: {
  readonly state: LedgerState
  readonly transaction: SignedTransaction
  readonly index: number
  readonly rule: OperationRule
  readonly signatures: SignatureCheck
}): OperationOutcome | undefined {
  const { state, transaction, index, rule, signatures } = args
  const source = transaction.sources[index] ?? transaction.source
  const account = state.account(source)
  if (account !== undefined) return isSignedFor(signatures, account, rule.threshold) ? undefined : BAD_AUTH
  if (transaction.contents.operations[index]?.sourceAccount === null) return NO_ACCOUNT
  return signatures.reaches([{ key: source, weight: 1 }], 0) ? undefined : BAD_AUTH
}

/** opNOT_SUPPORTED comes before everything else. */
export function checkSupport(state: LedgerState, rule: OperationRule): OperationOutcome | undefined {
  return rule.isUnsupported?.(state) === true ? NOT_SUPPORTED : undefined
}

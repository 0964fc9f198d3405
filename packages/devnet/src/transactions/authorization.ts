import type { xdr } from '@stellar/stellar-sdk'
import { StrKey } from '@stellar/stellar-sdk'
import type { AccountEntry } from '../ledger/entries.ts'
import type { LedgerState } from '../ledger/state.ts'
import { BAD_AUTH, NO_ACCOUNT, type OperationOutcome } from '../operations/rule.ts'
import type { SignatureCheck, Signer } from './signatures.ts'
import type { SignedOperation } from './signedTransaction.ts'

/** Places of the thresholds in an account entry; 0 is the master key's weight. */
const THRESHOLD = { low: 1, medium: 2, high: 3 } as const

/** The signers of an account: no operation adds any here, so its own key is alone. One of weight 0 does not sign. */
export function signersOf(account: AccountEntry): readonly Signer[] {
  const [weight] = account.thresholds
  return weight === 0 ? [] : [{ key: keyOf(account.accountId), weight }]
}

/**
 * Why an operation's signatures do not do, or undefined. The source of an operation may be created by an earlier one of the same transaction; until then
 * its own key must sign.
 */
export function checkOperationAuth(args: {
  readonly state: LedgerState
  readonly operation: SignedOperation
  readonly signatures: SignatureCheck
}): OperationOutcome | undefined {
  const { state, operation, signatures } = args
  const { source, namesSource, rule } = operation
  const account = state.account(source)
  if (account === undefined) {
    if (!namesSource) return NO_ACCOUNT
    return signatures.reaches([{ key: keyOf(source), weight: 1 }], 0) ? undefined : BAD_AUTH
  }
  return signatures.reaches(signersOf(account), account.thresholds[THRESHOLD[rule.threshold]]) ? undefined : BAD_AUTH
}

function keyOf(accountId: string): xdr.SignerKeyWire {
  return { type: 0, ed25519: StrKey.decodeEd25519PublicKey(accountId) }
}

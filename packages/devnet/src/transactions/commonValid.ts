import { Buffer } from 'node:buffer'
import { xdr } from '@stellar/stellar-sdk'
import { type AccountEntry, NATIVE } from '../ledger/entries.ts'
import { available } from '../ledger/holdings.ts'
import { hasPreconditions } from '../ledger/protocol.ts'
import type { LedgerState } from '../ledger/state.ts'
import { signersOf } from './authorization.ts'
import { type TransactionCode, TX } from './result.ts'
import type { SignatureCheck } from './signatures.ts'
import type { SignedTransaction } from './signedTransaction.ts'

/** Where a transaction is looked at: in the queue against the ledger that may take it, or in the ledger that does. */
export type Occasion =
  | { readonly type: 'apply' }
  | {
      readonly type: 'queue'
      /** How far past the last close the lower and the upper time bound are tested, in seconds. */
      readonly lowerMargin: number
      readonly upperMargin: number
    }

/** Whether a transaction may run. From `sequenceIsDue` on, its sequence number is used up even when it may not. */
export type Validity = { readonly code: TransactionCode | undefined; readonly sequenceIsDue: boolean }

type Look = {
  readonly state: LedgerState
  readonly transaction: SignedTransaction
  readonly signatures: SignatureCheck
  readonly occasion: Occasion
}

/** What has to hold before any operation is looked at, in stellar-core's order. stellar-core `TransactionFrame::commonValid`. */
export function commonValid(look: Look): Validity {
  const { state, transaction } = look
  const early = checkForm(look) ?? checkBounds(look) ?? checkFee(look)
  if (early !== undefined) return { code: early, sequenceIsDue: false }
  const account = state.account(transaction.source)
  if (account === undefined) return { code: TX.noAccount, sequenceIsDue: false }
  if (!isSequenceGood(look, account)) return { code: TX.badSequence, sequenceIsDue: false }
  const late = checkAge(look, account) ?? checkSignatures(look, account) ?? checkBalance(look)
  return { code: late, sequenceIsDue: true }
}

/** The smallest bid that a ledger takes. */
export function minimumFee({ header }: Pick<LedgerState, 'header'>, { operationCount }: SignedTransaction): bigint {
  return BigInt(header.baseFee) * BigInt(Math.max(operationCount, 1))
}

function checkForm({ state, transaction }: Look): TransactionCode | undefined {
  const { contents, operations, refusal } = transaction
  if (refusal !== undefined) return refusal
  if (contents.cond.type === 2) {
    if (!hasPreconditions(state.header.ledgerVersion)) return TX.notSupported
    if (areSignersMalformed(contents.cond.v2.extraSigners)) return TX.malformed
  }
  if (operations.length === 0) return TX.missingOperation
  return contents.ext.v === 0 ? undefined : TX.malformed
}

function areSignersMalformed(signers: readonly xdr.SignerKeyWire[]): boolean {
  const texts = signers.map((key) => Buffer.from(xdr.SignerKey.schema.encode(key)).toString('hex'))
  const isEmpty = signers.some((key) => key.type === 3 && key.ed25519SignedPayload.payload.length === 0)
  return isEmpty || new Set(texts).size < texts.length
}

/** The ledger that the transaction is for, and between which times it closes. */
function moment({ state, occasion }: Look): {
  readonly ledger: number
  readonly earliest: number
  readonly latest: number
} {
  const { closeTime, ledgerSequence } = state.header
  if (occasion.type === 'apply') return { ledger: ledgerSequence, earliest: closeTime, latest: closeTime }
  const { lowerMargin, upperMargin } = occasion
  return { ledger: ledgerSequence + 1, earliest: closeTime + lowerMargin, latest: closeTime + upperMargin }
}

function checkBounds(look: Look): TransactionCode | undefined {
  const { ledger, earliest, latest } = moment(look)
  const { timeBounds, ledgerBounds } = boundsOf(look.transaction.contents.cond)
  if (timeBounds !== null && timeBounds.minTime > BigInt(earliest)) return TX.tooEarly
  if (ledgerBounds !== null && ledgerBounds.minLedger > ledger) return TX.tooEarly
  const maxTime = timeBounds?.maxTime ?? 0n
  if (maxTime !== 0n && maxTime < BigInt(latest)) return TX.tooLate
  const maxLedger = ledgerBounds?.maxLedger ?? 0
  return maxLedger !== 0 && maxLedger <= ledger ? TX.tooLate : undefined
}

type Bounds = Pick<xdr.PreconditionsV2Wire, 'timeBounds' | 'ledgerBounds'>

function boundsOf(conditions: xdr.PreconditionsWire): Bounds {
  if (conditions.type === 2) return conditions.v2
  return { timeBounds: conditions.type === 1 ? conditions.timeBounds : null, ledgerBounds: null }
}

function checkFee({ state, transaction }: Look): TransactionCode | undefined {
  return transaction.fee < minimumFee(state, transaction) ? TX.insufficientFee : undefined
}

const MAX_INT64 = (1n << 63n) - 1n

function isSequenceGood({ state, transaction }: Look, account: AccountEntry): boolean {
  const { sequence, contents } = transaction
  // The first number of accounts that a ledger creates is nobody's to use in it.
  if (sequence === BigInt(state.header.ledgerSequence) << 32n) return false
  const smallest = contents.cond.type === 2 ? contents.cond.v2.minSeqNum : null
  if (smallest !== null) return account.sequence >= smallest && account.sequence < sequence
  return account.sequence < MAX_INT64 && account.sequence + 1n === sequence
}

/** A minimum age or gap since the account's sequence number moved last (CAP-21). */
function checkAge(look: Look, account: AccountEntry): TransactionCode | undefined {
  const { cond } = look.transaction.contents
  if (cond.type !== 2) return undefined
  const { minSeqAge, minSeqLedgerGap } = cond.v2
  const { earliest, ledger } = moment(look)
  const isYoung = BigInt(earliest) - minSeqAge < BigInt(account.sequenceTime)
  const isNear = ledger - minSeqLedgerGap < account.sequenceLedger
  return isYoung || isNear ? TX.badMinSequenceAgeOrGap : undefined
}

function checkSignatures({ transaction, signatures }: Look, account: AccountEntry): TransactionCode | undefined {
  const { cond } = transaction.contents
  const extraSigners = cond.type === 2 ? cond.v2.extraSigners : []
  const [, low] = account.thresholds
  if (!signatures.reaches(signersOf(account), low)) return TX.badAuth
  const extra = extraSigners.map((key) => ({ key, weight: 1 }))
  return extra.length === 0 || signatures.reaches(extra, extra.length) ? undefined : TX.badAuth
}

/** In the queue the whole bid must be there; once the fee is taken, no less than the reserve may be left. */
function checkBalance({ state, transaction, occasion }: Look): TransactionCode | undefined {
  const needed = occasion.type === 'queue' ? transaction.fee : 0n
  const spendable = available(state, { accountId: transaction.source, asset: NATIVE })
  return spendable < needed ? TX.insufficientBalance : undefined
}

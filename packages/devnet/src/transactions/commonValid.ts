import type { xdr } from '@stellar/stellar-sdk'
import { type AccountEntry, NATIVE } from '../ledger/entries.ts'
import { available } from '../ledger/holdings.ts'
import {
  allowsNegativeInnerFee,
  hasContracts,
  hasPreconditions,
  hasSignedPayloads,
  refusesContractData,
} from '../ledger/protocol.ts'
import { signerKeyText } from '../ledger/signers.ts'
import type { LedgerState } from '../ledger/state.ts'
import { isSignedFor } from './authorization.ts'
import { type TransactionCode, TX } from './result.ts'
import type { SignatureCheck } from './signatures.ts'
import type { SignedTransaction } from './signedTransaction.ts'

/** Where a transaction is looked at: in the queue against the ledger that may take it, or in the ledger that does. */
export type Occasion =
  | { readonly type: 'apply' }
  | ({ readonly type: 'queue' } & TimeMargins & {
        /** The sequence number that the source will have by then, when some of its transactions wait already. Default: the one it has. */
        readonly sequence?: bigint | undefined
      })

/** How far past the last close the time bounds of a transaction are tested, in seconds. */
export type TimeMargins = { readonly lowerMargin: number; readonly upperMargin: number }

/** Whether a transaction may run. From `sequenceIsDue` on, its sequence number is used up even when it may not. */
export type Validity = { readonly code: TransactionCode | undefined; readonly sequenceIsDue: boolean }

type Look = {
  readonly state: LedgerState
  readonly transaction: SignedTransaction
  readonly signatures: SignatureCheck
  readonly occasion: Occasion
}

type Unsigned = Omit<Look, 'signatures'>

/** What has to hold before any operation is looked at, in stellar-core's order. stellar-core `TransactionFrame::commonValid`. */
export function commonValid(look: Look): Validity {
  const { state, transaction } = look
  const early = checkForm(look) ?? checkBounds(look) ?? checkFee(look)
  if (early !== undefined) return { code: early, sequenceIsDue: false }
  const account = state.account(transaction.source)
  if (account === undefined) return { code: TX.NO_ACCOUNT, sequenceIsDue: false }
  if (!isSequenceGood(look, account)) return { code: TX.BAD_SEQ, sequenceIsDue: false }
  const late = checkAge(look, account) ?? checkSignatures(look, account) ?? checkBalance(look)
  return { code: late, sequenceIsDue: true }
}

/**
 * Whether the times and ages that a transaction asks for still allow it: all that changes about a sound one while the ledger stays the same.
 */
export function isTimely(state: LedgerState, transaction: SignedTransaction, margins: TimeMargins): boolean {
  if (transaction.contents.cond.type === 0) return true
  const look = { state, transaction, occasion: { type: 'queue', ...margins } } as const
  const account = state.account(transaction.source)
  return checkBounds(look) === undefined && account !== undefined && checkAge(look, account) === undefined
}

const CONTRACT_OPERATION = 24

function checkForm({ state, transaction }: Look): TransactionCode | undefined {
  const { contents } = transaction
  const { ledgerVersion } = state.header
  if (contents.cond.type === 2) {
    if (!hasPreconditions(ledgerVersion)) return TX.NOT_SUPPORTED
    if (areSignersMalformed(contents.cond.v2.extraSigners)) return TX.MALFORMED
  }
  if (contents.operations.length === 0) return TX.MISSING_OPERATION
  const contractOperations = contents.operations.filter(({ body }) => body.type >= CONTRACT_OPERATION).length
  if (hasContracts(ledgerVersion) && contractOperations > 0 && contents.operations.length > 1) return TX.MALFORMED
  const carriesData = contents.ext.v !== 0 && contractOperations === 0
  return refusesContractData(ledgerVersion) && carriesData ? TX.MALFORMED : undefined
}

function areSignersMalformed(signers: readonly xdr.SignerKeyWire[]): boolean {
  if (signers.some((key) => key.type === 3 && key.ed25519SignedPayload.payload.length === 0)) return true
  const [first, second] = signers.map(signerKeyText)
  return first !== undefined && first === second
}

/** The ledger that the transaction is for, and between which times it closes. */
function moment({ state, occasion }: Unsigned): {
  readonly ledger: number
  readonly earliest: bigint
  readonly latest: bigint
} {
  const { closeTime, ledgerSequence, ledgerVersion } = state.header
  if (occasion.type === 'apply')
    return { ledger: ledgerSequence, earliest: BigInt(closeTime), latest: BigInt(closeTime) }
  const { lowerMargin, upperMargin } = occasion
  const ledger = hasPreconditions(ledgerVersion) ? ledgerSequence + 1 : ledgerSequence
  return { ledger, earliest: BigInt(closeTime + lowerMargin), latest: BigInt(closeTime + upperMargin) }
}

function checkBounds(look: Unsigned): TransactionCode | undefined {
  const { cond } = look.transaction.contents
  if (cond.type === 0) return undefined
  const { ledger, earliest, latest } = moment(look)
  const timeBounds = cond.type === 1 ? cond.timeBounds : cond.v2.timeBounds
  const ledgerBounds = cond.type === 2 ? cond.v2.ledgerBounds : null
  if ((timeBounds?.minTime ?? 0n) > earliest || (ledgerBounds?.minLedger ?? 0) > ledger) return TX.TOO_EARLY
  const [maxTime, maxLedger] = [timeBounds?.maxTime ?? 0n, ledgerBounds?.maxLedger ?? 0]
  const isLate = (maxTime !== 0n && maxTime < latest) || (maxLedger !== 0 && maxLedger <= ledger)
  return isLate ? TX.TOO_LATE : undefined
}

/** The bid of a fee bump's inner transaction is no bid: its payer was looked at outside. */
function checkFee({ state, transaction }: Look): TransactionCode | undefined {
  const { contents, feeBump, fee } = transaction
  if (feeBump === undefined) return fee < minimumFee(state, transaction) ? TX.INSUFFICIENT_FEE : undefined
  return contents.fee < 0 && !allowsNegativeInnerFee(state.header.ledgerVersion) ? TX.INSUFFICIENT_FEE : undefined
}

/** The smallest bid that a ledger takes. */
export function minimumFee({ header }: Pick<LedgerState, 'header'>, { operationCount }: SignedTransaction): bigint {
  return BigInt(header.baseFee) * BigInt(Math.max(operationCount, 1))
}

/** One more than the last, or with a minimum any that is higher; never the one that an account created in this ledger begins with. */
function isSequenceGood(look: Look, account: AccountEntry): boolean {
  const { sequence, contents } = look.transaction
  if (sequence === BigInt(moment(look).ledger) << 32n) return false
  const last = look.occasion.type === 'queue' ? (look.occasion.sequence ?? account.sequence) : account.sequence
  const minimum = contents.cond.type === 2 ? contents.cond.v2.minSeqNum : null
  return minimum === null ? last + 1n === sequence : last >= minimum && last < sequence
}

function checkAge(look: Unsigned, { sequenceLedger, sequenceTime }: AccountEntry): TransactionCode | undefined {
  const { cond } = look.transaction.contents
  if (cond.type !== 2) return undefined
  const { minSeqAge, minSeqLedgerGap } = cond.v2
  const { ledger, earliest } = moment(look)
  const isYoung = minSeqAge > earliest || earliest - minSeqAge < BigInt(sequenceTime)
  const isNear = minSeqLedgerGap > ledger || ledger - minSeqLedgerGap < sequenceLedger
  return isYoung || isNear ? TX.BAD_MIN_SEQ_AGE_OR_GAP : undefined
}

function checkSignatures({ state, transaction, signatures }: Look, account: AccountEntry): TransactionCode | undefined {
  if (!isSignedFor(signatures, account, 'low')) return TX.BAD_AUTH
  const { cond } = transaction.contents
  const extra = cond.type === 2 ? cond.v2.extraSigners : []
  if (extra.length === 0 || !hasSignedPayloads(state.header.ledgerVersion)) return undefined
  const keys = extra.map((key) => ({ key: signerKeyText(key), weight: 1 }))
  return signatures.reaches(keys, extra.length) ? undefined : TX.BAD_AUTH
}

/** At apply the fee has been taken, and what is left must not be below the reserve. */
function checkBalance({ state, transaction, occasion }: Look): TransactionCode | undefined {
  if (transaction.feeBump !== undefined) return undefined
  const due = occasion.type === 'queue' ? transaction.fee : 0n
  const payer = { accountId: transaction.source, asset: NATIVE }
  return available(state, payer) < due ? TX.INSUFFICIENT_BALANCE : undefined
}

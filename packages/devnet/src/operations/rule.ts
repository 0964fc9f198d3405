import type { xdr } from '@stellar/stellar-sdk'
import type { Claim } from '../ledger/crossing.ts'
import type { ReserveRefusal } from '../ledger/reserves.ts'
import type { LedgerState } from '../ledger/state.ts'

/** What an operation is checked against. */
export type CheckContext = {
  /** Account id of the operation's source. */
  readonly source: string
  readonly protocol: number
}

/** What an operation runs on. */
export type OperationContext = CheckContext & {
  /** The operation's source exists in it. */
  readonly state: LedgerState
  /** The transaction around it and the operation's place in it, from 0: what it creates is named after them. */
  readonly transaction: { readonly source: string; readonly sequence: bigint }
  readonly index: number
  /** The highest sequence number that any transaction of this ledger gives to an account. */
  readonly highestSequenceOf: (accountId: string) => bigint
}

/** An operation's result as XDR data, and whether it is a success. */
export type OperationOutcome = {
  readonly ok: boolean
  readonly result: xdr.OperationResultWire
  /** What a success took from books and pools, and the offer that it left in a book. */
  readonly crossed?: { readonly claims: readonly Claim[]; readonly restingId: bigint | undefined } | undefined
}

/** One operation: what it asks of signatures, what makes it malformed, what it does. */
export type OperationRule = {
  readonly threshold: 'low' | 'medium' | 'high'
  /** The result of an operation that was not run: its success arm, all zero. */
  readonly notRun: xdr.OperationResultWire
  /** Whether this network does not run the operation at all; it is refused before its signatures are looked at. */
  readonly isUnsupported?: ((state: LedgerState) => boolean) | undefined
  /** The refusal of an operation that no ledger would take, or undefined. */
  check(context: CheckContext): OperationOutcome | undefined
  /** Changes the ledger, or gives the reason why not; the caller rolls back what a failure left. */
  apply(context: OperationContext): OperationOutcome
}

/** A result of the operation itself. */
export function inner(ok: boolean, tr: xdr.OperationResultTrWire): OperationOutcome {
  return { ok, result: { code: 0, tr } }
}

/** A result that stands for the operation as a whole. */
function outer(code: -1 | -2 | -3 | -4 | -5 | -6): OperationOutcome {
  return { ok: false, result: { code } }
}

/** opBAD_AUTH: signatures do not reach the operation's threshold. */
export const BAD_AUTH: OperationOutcome = outer(-1)
/** opNO_ACCOUNT: the operation's source does not exist. */
export const NO_ACCOUNT: OperationOutcome = outer(-2)
/** opNOT_SUPPORTED: this network does not run the operation. */
export const NOT_SUPPORTED: OperationOutcome = outer(-3)
/** opTOO_MANY_SUBENTRIES: the account owns 1000 entries. */
export const TOO_MANY_SUBENTRIES: OperationOutcome = outer(-4)
/** opEXCEEDED_WORK_LIMIT: more than 1000 offers would be crossed. */
export const EXCEEDED_WORK_LIMIT: OperationOutcome = outer(-5)
/** opTOO_MANY_SPONSORING: an account would pay more reserves than can be counted. */
export const TOO_MANY_SPONSORING: OperationOutcome = outer(-6)

/** The result of a reserve that nobody pays: only the first has a code in the operation's own result. */
export function reserveResult(refusal: ReserveRefusal, lowReserve: OperationOutcome): OperationOutcome {
  if (refusal === 'lowReserve') return lowReserve
  return refusal === 'tooManySubentries' ? TOO_MANY_SUBENTRIES : TOO_MANY_SPONSORING
}

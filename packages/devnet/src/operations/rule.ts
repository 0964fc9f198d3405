import type { xdr } from '@stellar/stellar-sdk'
import type { Claim } from '../ledger/crossing.ts'
import type { LedgerState } from '../ledger/state.ts'

/** What an operation runs on. */
export type OperationContext = {
  readonly state: LedgerState
  /** Account id of the operation's source, which exists when `apply` runs. */
  readonly source: string
}

/** An operation's result as XDR data, and whether it is a success. */
export type OperationOutcome = {
  readonly ok: boolean
  readonly result: xdr.OperationResultWire
  /** Offers that the operation took, and the one that it left in the book. */
  readonly crossed?: { readonly claims: readonly Claim[]; readonly restingId: bigint | undefined } | undefined
}

/** One operation: what it asks of signatures, what makes it malformed, what it does. */
export type OperationRule = {
  readonly threshold: 'low' | 'medium' | 'high'
  /** The result of an operation that was not run: its success arm, all zero. */
  readonly notRun: xdr.OperationResultWire
  /** The refusal of an operation that no ledger would take, or undefined. */
  check(context: OperationContext): OperationOutcome | undefined
  /** Changes the ledger, or gives the reason why not; the caller rolls back what a failure left. */
  apply(context: OperationContext): OperationOutcome
}

/** A result of the operation itself. */
export function inner(ok: boolean, tr: xdr.OperationResultTrWire): OperationOutcome {
  return { ok, result: { code: 0, tr } }
}

/** A result that stands for the operation as a whole: opBAD_AUTH -1, opNO_ACCOUNT -2, opNOT_SUPPORTED -3, ... */
function outer(code: -1 | -2 | -3 | -4 | -5): OperationOutcome {
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

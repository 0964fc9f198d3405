import type { Stroops } from '@sdex/primitives'

/** How to submit. */
export type SubmitOptions = {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds; without it the transaction's own time bound ends it. */
  readonly timeoutMs?: number | undefined
  /** Called once when a server says that it has queued the transaction. */
  readonly onAccepted?: (() => void) | undefined
  /**
   * The same bytes may have been submitted before, by another client or before a restart: they are asked for by hash first, and no refusal alone ends them,
   * since the first copy may still be applied. @defaultValue false
   */
  readonly resume?: boolean | undefined
  /**
   * Looks before sending whether a destination takes payments with a memo only (SEP-29), which costs a request for each one.
   * @defaultValue false
   */
  readonly checkMemo?: boolean | undefined
  /** Takes an envelope without an upper time bound, whose end may never be proved. @defaultValue false */
  readonly allowUnbounded?: boolean | undefined
}

/**
 * A submission's proved end:
 *
 * - `applied`: in a ledger, with effect.
 * - `failed`: in a ledger without effect: the fee is charged, the sequence number used up.
 * - `rejected`: never will be in a ledger.
 * - `expired`: its time bound passed on a ledger of the server, and its sequence number was not used.
 */
export type SubmissionResult =
  | {
      readonly status: 'applied'
      readonly hash: string
      readonly ledger: number
      readonly feeCharged: Stroops
      readonly resultXdr: string
    }
  | {
      readonly status: 'failed'
      readonly hash: string
      readonly ledger: number
      readonly feeCharged: Stroops
      readonly resultXdr: string
      readonly codes: ResultCodes
    }
  | {
      readonly status: 'rejected'
      readonly hash: string
      readonly codes: ResultCodes
      readonly resultXdr?: string | undefined
      /** The least fee of the whole transaction, in stroops, that would have passed, where the fee was too low. */
      readonly minimumFee?: Stroops | undefined
    }
  | { readonly status: 'expired'; readonly hash: string; readonly provenAtLedger: number }

/** Horizon's words for a result: `tx_failed`, `op_underfunded`. */
export type ResultCodes = {
  readonly transaction: string
  /** Of the transaction inside a fee bump. */
  readonly innerTransaction?: string | undefined
  readonly operations: readonly string[]
}

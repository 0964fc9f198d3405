import type { Stroops } from '@sdex/primitives'

/** How to submit. */
export type SubmitOptions = {
  /** Gives the wait up with an `AbortedError`, which proves nothing: the transaction may be applied until its time bound. @defaultValue none */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds until a `TimeoutError`, which proves nothing either. @defaultValue none: the transaction's own time bound ends it */
  readonly timeoutMs?: number | undefined
  /** Called once when a server says that it has queued the transaction. That is no promise: it may still expire. */
  readonly onAccepted?: (() => void) | undefined
  /**
   * The same bytes may have been submitted before, by another client or before a restart: they are asked for by hash first, and no refusal alone ends them,
   * since the first copy may still be applied. A client knows by itself the last 1,000 transactions that it sent and whose end it never learnt.
   * @defaultValue false
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
 * - `rejected`: never will be in a ledger; nothing is charged. Its sequence number may be used again, unless its code is `tx_bad_seq`, or it is a fee bump
 *   of a transaction that was sent by itself too: that one has an end of its own.
 * - `expired`: its time bound passed on a ledger of the server, and its sequence number was not used; nothing is charged.
 *
 * With several servers an end outside of a ledger that rests on the account, `expired` or `tx_bad_seq`, wants the proof of at least half of them. While more
 * are down there is none, and only `timeoutMs` ends the wait.
 */
export type SubmissionResult =
  | {
      readonly status: 'applied'
      /** Of the envelope, 64 hexadecimal digits in lower case; of a fee bump the outer one's. */
      readonly hash: string
      /** Sequence of the ledger that holds it. */
      readonly ledger: number
      /** Stroops. */
      readonly feeCharged: Stroops
      /** The `TransactionResult`, base64 XDR: what each operation brought, such as the offers that it crossed. */
      readonly resultXdr: string
    }
  | {
      readonly status: 'failed'
      /** As of `applied`. */
      readonly hash: string
      /** Sequence of the ledger that holds it. */
      readonly ledger: number
      /** Stroops. */
      readonly feeCharged: Stroops
      /** The `TransactionResult`, base64 XDR. */
      readonly resultXdr: string
      /** Why it had no effect. */
      readonly codes: ResultCodes
    }
  | {
      readonly status: 'rejected'
      /** As of `applied`. */
      readonly hash: string
      /** Why; `tx_bad_seq` also where the account's history shows that another transaction used the sequence number. */
      readonly codes: ResultCodes
      /** The server's `TransactionResult`, base64 XDR; absent where the account's history is the proof. */
      readonly resultXdr?: string | undefined
      /** The least fee of the whole transaction, in stroops, that would have passed, where the fee was too low. */
      readonly minimumFee?: Stroops | undefined
    }
  | {
      readonly status: 'expired'
      /** As of `applied`. */
      readonly hash: string
      /** The ledger, closed after the time bound, at which the account was read. */
      readonly provenAtLedger: number
    }

/** Horizon's words for a result: `tx_failed`, `op_underfunded`. */
export type ResultCodes = {
  /** Of the transaction; of a fee bump the outer one's. */
  readonly transaction: string
  /** Of the transaction inside a fee bump. */
  readonly innerTransaction?: string | undefined
  /** One for each operation, in their order; empty where none was run. */
  readonly operations: readonly string[]
}

import type { Closeable, Market } from '@sdex/primitives'
import type { Observable } from 'rxjs'
import type { Fill } from './fill.ts'
import type { OrderChange, OrderTerms } from './orderChange.ts'
import type { OrdersState, PendingState } from './ordersState.ts'
import type { Settlement } from './settlement.ts'
import type { StopReport } from './stopReport.ts'

/** One account's orders: commands, what rests, what is under way, what was traded. */
export type Orders = Closeable & {
  readonly accountId: string
  /**
   * The open orders of each committed ledger, the very ledger that the source commits. Cold; the latest comes at once if the source replays it.
   * Completes on `close()`; never fails.
   */
  readonly orders$: Observable<OrdersState>
  /** What is sent and not proved yet, and how much waits behind it. Replays the latest; completes on `close()`. */
  readonly pending$: Observable<PendingState>
  /**
   * Own trades, each once, in the ledger's order. Keeps no value for late subscribers. Begins after the first ledger that the source committed (or
   * after `fillsAfter`), also when the first subscriber comes later; when all have left, the next one goes on where they stopped. So nothing
   * is lost within the server's retention, and nothing is buffered here. Completes on `close()`.
   */
  readonly fills$: Observable<Fill>
  /**
   * Carries out 1 to 100 changes as one atomic transaction: all of them or none. One transaction is under way at a time, the next waits for
   * its proved end.
   *
   * @returns The proved end, also when the ledger refuses the batch.
   * @throws `InvalidOrderError`, `OfferNotFoundError`, `OrderQueueFullError`, `OrdersStoppedError`, `SigningError`: nothing was sent.
   * `AbortedError`, `TimeoutError`, `ClosedError`, `SubmissionError`: `input.hash` names the transaction if it was sent. Then it is not given
   * up: it stays in `pending$` and no other is sent until its end is proved.
   */
  apply(changes: readonly OrderChange[], options?: CommandOptions): Promise<Settlement>
  /** {@link Orders.apply} with one new order. */
  place(terms: OrderTerms, options?: CommandOptions): Promise<Settlement>
  /** {@link Orders.apply} with new terms for one offer. */
  replace(offerId: bigint, terms: OrderTerms, options?: CommandOptions): Promise<Settlement>
  /** {@link Orders.apply} with one cancel. */
  cancel(offerId: bigint, options?: CommandOptions): Promise<Settlement>
  /**
   * Cancels the offers that are open when its turn comes, 100 a transaction. A batch that fails because an offer was taken in the meantime
   * is built anew.
   *
   * @returns One settlement a transaction, empty when nothing was open. It ends after the first refusal that building anew cannot cure.
   */
  cancelAll(options?: CancelAllOptions): Promise<readonly Settlement[]>
  /**
   * Refuses new commands for good, settles what is under way, cancels every offer (of a market), and reads until none is left and nothing that
   * was sent can be applied any more.
   *
   * @returns What was reached within `timeoutMs`; it does not throw for a server that is away. It may be called again.
   */
  stop(options?: StopOptions): Promise<StopReport>
}

/** Bounds of a command. */
export type CommandOptions = {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for the whole command, queueing included. Without it only `signal` and `close()` end it before its proof. */
  readonly timeoutMs?: number | undefined
  /** Called once when a server says that it has queued the transaction. */
  readonly onAccepted?: (() => void) | undefined
}

/** Bounds of a {@link Orders.cancelAll}. */
export type CancelAllOptions = Omit<CommandOptions, 'onAccepted'> & {
  /** Only offers between these two assets, either way. Default: all. */
  readonly market?: Market | undefined
}

/** Bounds of a {@link Orders.stop}. */
export type StopOptions = {
  /** Only offers between these two assets, either way. Default: all. */
  readonly market?: Market | undefined
  /** Milliseconds. Default 60 000. */
  readonly timeoutMs?: number | undefined
  /** Ends it early, with the report that `timeoutMs` would give. */
  readonly signal?: AbortSignal | undefined
}

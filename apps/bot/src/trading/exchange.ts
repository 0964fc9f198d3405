import type { StopReport } from '@sdex/order-lifecycle'
import type { Market, Status } from '@sdex/primitives'
import type { Observable } from 'rxjs'
import type { PendingTransaction } from '../report/openReport.ts'
import type { Change, LedgerView } from '../strategy/types.ts'
import type { BotFill, Settled } from '../view/botEvent.ts'

/** What the trading loop needs of a connection; a fake in tests. */
export type Exchange = {
  readonly account: string
  readonly market: Market
  /** One committed ledger after another, the latest at once; never fails. */
  readonly view$: Observable<LedgerView>
  readonly status$: Observable<Status>
  /** Own trades, each once. */
  readonly fills$: Observable<BotFill & { readonly whole: boolean }>
  /** One atomic transaction; resolves when its end is proved, however long that takes. Only one at a time. */
  apply(changes: readonly Change[]): Promise<SettledTransaction>
  /** Cancels every own offer of the market, and settles that before it resolves. */
  cancelAll(signal: AbortSignal): Promise<void>
  /** Refuses new work, settles, cancels every own offer of the market, and proves that none is left. Ends early with the signal. */
  stop(args: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<StopReport>
  /** The transaction whose end is not proved yet. */
  pending(): PendingTransaction | undefined
  requestCounts(): { readonly requests: number; readonly errors: number }
}

/** A transaction's end, and when the server had queued it: ms from the call to `apply`. */
export type SettledTransaction = Settled & { readonly acceptedMs: number | undefined }

import type { Market, Status } from '@sdex/primitives'
import type { Offer } from '@sdex/transport'
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
  /** The transaction whose end is not proved yet. */
  pending(): PendingTransaction | undefined
  /** The account's offers as the server has them now. */
  readOffers(signal: AbortSignal): Promise<{ readonly ledger: number; readonly value: readonly Offer[] }>
  requestCounts(): { readonly requests: number; readonly errors: number }
}

/** A transaction's end, and when the server had queued it: ms from the call to `apply`. */
export type SettledTransaction = Settled & { readonly acceptedMs: number | undefined }

import type { Closeable, Market } from '@sdex/primitives'
import type { Observable } from 'rxjs'
import type { EndpointsHealth, LedgerAnchor } from '../endpoints/types.ts'
import type { Account, AccountSnapshot } from './accounts.ts'
import type { Ledger } from './ledgers.ts'
import type { FeeStats, NetworkInfo } from './network.ts'
import type { Offer, OfferFilter } from './offers.ts'
import type { OrderBookOptions, OrderBookSnapshot } from './orderBook.ts'
import type { AtLedger, CallOptions, Page, PageOptions } from './requests.ts'
import type { HorizonStream } from './streams.ts'
import type { SubmissionResult, SubmitOptions } from './submission.ts'
import type { Trade, TradeFilter } from './trades.ts'
import type { Transaction, TransactionFilter } from './transactions.ts'

/** One Horizon, typed. */
export type HorizonClient = Closeable & {
  /** Without credentials and query. */
  readonly horizonUrl: string
  /**
   * `GET /`.
   *
   * @throws `WrongNetworkError` when the server is of another network than `networkPassphrase`.
   */
  network(call?: CallOptions): Promise<NetworkInfo>
  feeStats(call?: CallOptions): Promise<FeeStats>
  /** @throws `AccountNotFoundError` */
  account(accountId: string, call?: CallOptions): Promise<AtLedger<Account>>
  offers(filter: OfferFilter & PageOptions): Promise<AtLedger<Page<Offer>>>
  orderBook(market: Market, options?: OrderBookOptions): Promise<AtLedger<OrderBookSnapshot>>
  trades(filter: TradeFilter & PageOptions): Promise<Page<Trade>>
  ledgers(page?: PageOptions): Promise<Page<Ledger>>
  ledger(sequence: number, call?: CallOptions): Promise<Ledger>
  transactions(filter: TransactionFilter & PageOptions): Promise<Page<Transaction>>
  /** `undefined` when the server does not know it, which proves nothing. */
  transaction(hash: string, call?: CallOptions): Promise<Transaction | undefined>
  /** Every ledger from the newest on, which comes first. */
  ledgerStream(): HorizonStream<Ledger>
  orderBookStream(market: Market, options?: { readonly limit?: number | undefined }): HorizonStream<OrderBookSnapshot>
  /** Trades after `cursor`; without it, those from now on. */
  tradeStream(
    filter: { readonly account: string } | { readonly market: Market },
    options?: { readonly cursor?: string | undefined },
  ): HorizonStream<Trade>
  /** The account, read again on each ledger; emits when something changed. Horizon's own stream of it never updates. */
  accountStream(accountId: string): HorizonStream<AccountSnapshot>
  /** Submits a signed transaction and ends when its fate is proved. The same bytes may be submitted again, also after a restart. */
  submit(envelopeXdr: string, options?: SubmitOptions): Promise<SubmissionResult>
  /** How the servers do, the latest at once; completes when the client closes. */
  readonly health$: Observable<EndpointsHealth>
  /** The newest ledger that is known of the network, to be kept for the next run; `undefined` before any. */
  anchor(): LedgerAnchor | undefined
  /** Counters since creation, of all servers together. */
  stats(): ClientStats
}

/** HTTP requests sent, and those that failed or were answered by an error. */
export type ClientStats = { readonly requests: number; readonly errors: number }

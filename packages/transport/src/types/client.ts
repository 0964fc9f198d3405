import type { Closeable, Market } from '@sdex/primitives'
import type { Observable } from 'rxjs'
import type { EndpointsHealth, LedgerAnchor } from '../endpoints/types.ts'
import type { Account, AccountData, AccountFilter, AccountSnapshot } from './accounts.ts'
import type { AssetFilter, AssetStats } from './assets.ts'
import type { ClaimableBalance, ClaimableBalanceFilter } from './claimableBalances.ts'
import type { Effect, EffectFilter } from './effects.ts'
import type { Ledger } from './ledgers.ts'
import type { LiquidityPool, LiquidityPoolFilter } from './liquidityPools.ts'
import type { FeeStats, HealthReport, NetworkInfo } from './network.ts'
import type { Offer, OfferFilter } from './offers.ts'
import type { Operation, OperationFilter, PaymentFilter } from './operations.ts'
import type { OrderBookOptions, OrderBookSnapshot } from './orderBook.ts'
import type { PaymentPath, StrictReceivePathsOptions, StrictSendPathsOptions } from './paths.ts'
import type { RawRequests } from './raw.ts'
import type { AtLedger, CallOptions, ClientStats, Page, PageOptions } from './requests.ts'
import type { HorizonStream } from './streams.ts'
import type { SubmissionResult, SubmitOptions } from './submission.ts'
import type { Trade, TradeAggregation, TradeAggregationOptions, TradeFilter, TradeStreamFilter } from './trades.ts'
import type { Transaction, TransactionFilter } from './transactions.ts'

/** One Horizon, typed. */
export type HorizonClient = Closeable & {
  /** Without credentials and query. */
  readonly horizonUrl: string
  /** Requests for what has no call of its own. */
  readonly raw: RawRequests
  /**
   * `GET /`.
   *
   * @throws `WrongNetworkError` when the server is of another network than `networkPassphrase`.
   */
  network(call?: CallOptions): Promise<NetworkInfo>
  feeStats(call?: CallOptions): Promise<FeeStats>
  /** What the server finds of its own parts (`GET /health`), also when it is not well. How the client finds the servers is `health$`. */
  health(call?: CallOptions): Promise<HealthReport>
  /** @throws `AccountNotFoundError` */
  account(accountId: string, call?: CallOptions): Promise<AtLedger<Account>>
  accounts(filter: AccountFilter & PageOptions): Promise<AtLedger<Page<Account>>>
  /** `undefined` when the account or the entry is not there. */
  accountData(accountId: string, name: string, call?: CallOptions): Promise<AtLedger<AccountData | undefined>>
  offers(filter: OfferFilter & PageOptions): Promise<AtLedger<Page<Offer>>>
  /** `undefined` when there is no such offer, or none any more. */
  offer(offerId: bigint, call?: CallOptions): Promise<AtLedger<Offer | undefined>>
  orderBook(market: Market, options?: OrderBookOptions): Promise<AtLedger<OrderBookSnapshot>>
  /** Unless a market is named, the base is the asset that comes first in the ledger's order: servers turn trades as they happened to meet the assets. */
  trades(filter: TradeFilter & PageOptions): Promise<Page<Trade>>
  /** Candles. Pages go by time: `cursor` takes the `nextCursor` of the page before, as everywhere. */
  tradeAggregations(options: TradeAggregationOptions): Promise<Page<TradeAggregation>>
  /** Ways to spend an amount, per destination those that bring most first. */
  strictSendPaths(options: StrictSendPathsOptions): Promise<AtLedger<readonly PaymentPath[]>>
  /** Ways to have an amount arrive, per source those that cost least first. */
  strictReceivePaths(options: StrictReceivePathsOptions): Promise<AtLedger<readonly PaymentPath[]>>
  liquidityPools(filter?: LiquidityPoolFilter & PageOptions): Promise<AtLedger<Page<LiquidityPool>>>
  /** `undefined` when there is no such pool, or none any more. */
  liquidityPool(poolId: string, call?: CallOptions): Promise<AtLedger<LiquidityPool | undefined>>
  claimableBalances(filter?: ClaimableBalanceFilter & PageOptions): Promise<AtLedger<Page<ClaimableBalance>>>
  /** `undefined` when there is no such balance, or none any more. */
  claimableBalance(id: string, call?: CallOptions): Promise<AtLedger<ClaimableBalance | undefined>>
  assets(filter?: AssetFilter & PageOptions): Promise<AtLedger<Page<AssetStats>>>
  ledgers(page?: PageOptions): Promise<Page<Ledger>>
  ledger(sequence: number, call?: CallOptions): Promise<Ledger>
  transactions(filter?: TransactionFilter & PageOptions): Promise<Page<Transaction>>
  /** `undefined` when the server does not know it, which proves nothing. */
  transaction(hash: string, call?: CallOptions): Promise<Transaction | undefined>
  operations(filter?: OperationFilter & PageOptions): Promise<Page<Operation>>
  /** Operations that move an asset from one account to another, the creation and the merge of accounts among them. */
  payments(filter?: PaymentFilter & PageOptions): Promise<Page<Operation>>
  /** `undefined` when the server does not know it. */
  operation(operationId: bigint, call?: CallOptions): Promise<Operation | undefined>
  effects(filter?: EffectFilter & PageOptions): Promise<Page<Effect>>
  /** Every ledger from the newest on, which comes first. */
  ledgerStream(): HorizonStream<Ledger>
  orderBookStream(market: Market, options?: { readonly limit?: number | undefined }): HorizonStream<OrderBookSnapshot>
  /** Trades after `cursor`, stale where the server no longer keeps all of them; `0` asks for whatever it has, and no cursor for those from now on. */
  tradeStream(filter: TradeStreamFilter, options?: { readonly cursor?: string | undefined }): HorizonStream<Trade>
  /** The account, read again on each ledger; emits when something changed. Horizon's own stream of it never updates. */
  accountStream(accountId: string): HorizonStream<AccountSnapshot>
  /** An account's offers, all as of one ledger, read again on each one; emits when something changed. Horizon's own stream of them tells new ones alone. */
  offersStream(seller: string): HorizonStream<AtLedger<readonly Offer[]>>
  /** Submits a signed transaction and ends when its fate is proved. The same bytes may be submitted again; by another client, as after a restart, with `resume`. */
  submit(envelopeXdr: string, options?: SubmitOptions): Promise<SubmissionResult>
  /** How the servers do, the latest at once; completes when the client closes. */
  readonly health$: Observable<EndpointsHealth>
  /** The newest ledger that is known of the network, to be kept for the next run; `undefined` before any. */
  anchor(): LedgerAnchor | undefined
  /** Counters since creation, of all servers together. */
  stats(): ClientStats
}

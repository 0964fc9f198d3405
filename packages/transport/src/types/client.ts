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

/**
 * One Horizon, or several of one network that stand in for each other, typed: requests, streams and submission. Made by `createHorizonClient`.
 *
 * Amounts are stroops, prices exact fractions, times milliseconds since 1970. Collections give pages of up to 200 records, oldest first unless `order` is
 * `'desc'`; `pagesOf`, `recordsOf` and `allAtOneLedger` walk through them. What is "of a ledger" comes as `{ ledger, value }`: what holds at its end.
 *
 * @remarks Every call that asks the server rejects, beside what it names itself, with
 *
 * - `InvalidOptionError` for what Horizon would refuse or misunderstand, before anything is sent;
 * - `TimeoutError` when its time is up, `AbortedError` when its signal fires, `ClosedError` after `close()`;
 * - `ConnectionError` when the server cannot be reached or breaks off, `QueueFullError` when too many requests are under way to it;
 * - `ServersDownError` when every server is down and the next probe is not due;
 * - `RateLimitedError` for a 429, `HorizonResponseError` for any other status that is no answer to the call;
 * - `MalformedBodyError` for a body that Horizon would not send, `ResponseTooLargeError` for one above `maxResponseBytes`;
 * - `WrongNetworkError`, `NetworkResetError` when the server is not of the network that the client knows, by its options or by its ledgers;
 * - what the limiter rejects with.
 *
 * Each has a stable `code`, and `retryable` says whether the same call may succeed later.
 *
 * @example
 * ```ts
 * import { parseMarket } from '@sdex/primitives'
 * import { createHorizonClient } from '@sdex/transport'
 *
 * await using client = createHorizonClient({ horizonUrl: 'https://horizon-testnet.stellar.org' })
 * const market = parseMarket('XLM/USDC:GBBD47IF6LWK7P7MDEVSCWR7DPUWV3NY3DTQEVFL4NAT4AQH3ZLLFLA5')
 * const { ledger, value } = await client.orderBook(market, { limit: 10, timeoutMs: 3_000 })
 * console.log(ledger, value.bids[0], value.asks[0])
 * ```
 */
export type HorizonClient = Closeable & {
  /** Base URL of the server that is asked first, without credentials and query, and with `…` for a path prefix: it may be logged. */
  readonly horizonUrl: string
  /** Requests for what has no call of its own. */
  readonly raw: RawRequests
  /**
   * What the server says of itself and its network: `GET /`.
   *
   * @throws `WrongNetworkError` when the server is of another network than the option `networkPassphrase`.
   */
  network(call?: CallOptions): Promise<NetworkInfo>
  /** Fees bid and charged in the last five ledgers, in stroops per operation: `GET /fee_stats`. */
  feeStats(call?: CallOptions): Promise<FeeStats>
  /** What the server finds of its own parts, also when it is not well: `GET /health`. How the client finds the servers is `health$`. */
  health(call?: CallOptions): Promise<HealthReport>
  /**
   * An account with its balances: `GET /accounts/{accountId}`.
   *
   * @throws `AccountNotFoundError` when there is none; it tells of which ledger.
   */
  account(accountId: string, call?: CallOptions): Promise<AtLedger<Account>>
  /** Accounts that have one thing in common, by id: `GET /accounts`. */
  accounts(filter: AccountFilter & PageOptions): Promise<AtLedger<Page<Account>>>
  /** An entry of an account's own data: `GET /accounts/{accountId}/data/{name}`. `undefined` when the account or the entry is not there. */
  accountData(accountId: string, name: string, call?: CallOptions): Promise<AtLedger<AccountData | undefined>>
  /** Offers that rest in the books, by id; all of them without a filter: `GET /offers`. */
  offers(filter?: OfferFilter & PageOptions): Promise<AtLedger<Page<Offer>>>
  /** One offer: `GET /offers/{offerId}`. `undefined` when there is no such offer, or none any more. */
  offer(offerId: bigint, call?: CallOptions): Promise<AtLedger<Offer | undefined>>
  /** A market's book, up to 200 levels a side and as many unless `limit` says less: `GET /order_book`. Pools are not in it. */
  orderBook(market: Market, options?: OrderBookOptions): Promise<AtLedger<OrderBookSnapshot>>
  /**
   * Trades, of books and pools: `GET /trades`. Unless a market is named, the base is the asset that comes first in the ledger's order: servers turn
   * trades as they happened to meet the assets. None where no trade ever met the market, the account or the pool.
   */
  trades(filter?: TradeFilter & PageOptions): Promise<Page<Trade>>
  /**
   * Candles of a market, of which one without trades has none: `GET /trade_aggregations`. Pages go by time: `cursor` takes the `nextCursor` of the page
   * before, as everywhere.
   */
  tradeAggregations(options: TradeAggregationOptions): Promise<Page<TradeAggregation>>
  /** Ways to spend an amount, per destination those that bring most first: `GET /paths/strict-send`. */
  strictSendPaths(options: StrictSendPathsOptions): Promise<AtLedger<readonly PaymentPath[]>>
  /** Ways to have an amount arrive, per source those that cost least first: `GET /paths/strict-receive`. */
  strictReceivePaths(options: StrictReceivePathsOptions): Promise<AtLedger<readonly PaymentPath[]>>
  /** Pools, by id; all of them without a filter: `GET /liquidity_pools`. */
  liquidityPools(filter?: LiquidityPoolFilter & PageOptions): Promise<AtLedger<Page<LiquidityPool>>>
  /** One pool: `GET /liquidity_pools/{poolId}`. `undefined` when there is no such pool, or none any more. */
  liquidityPool(poolId: string, call?: CallOptions): Promise<AtLedger<LiquidityPool | undefined>>
  /** Claimable balances, in the order in which they changed last; all of them without a filter: `GET /claimable_balances`. */
  claimableBalances(filter?: ClaimableBalanceFilter & PageOptions): Promise<AtLedger<Page<ClaimableBalance>>>
  /** One claimable balance: `GET /claimable_balances/{id}`. `undefined` when there is no such balance, or none any more. */
  claimableBalance(id: string, call?: CallOptions): Promise<AtLedger<ClaimableBalance | undefined>>
  /** Issued assets and where they are held, by code and issuer; all of them without a filter: `GET /assets`. */
  assets(filter?: AssetFilter & PageOptions): Promise<AtLedger<Page<AssetStats>>>
  /** Closed ledgers: `GET /ledgers`. */
  ledgers(page?: PageOptions): Promise<Page<Ledger>>
  /**
   * One ledger: `GET /ledgers/{sequence}`.
   *
   * @throws `HorizonResponseError` of status 404 when the server does not have it yet, 410 when it keeps it no more.
   */
  ledger(sequence: number, call?: CallOptions): Promise<Ledger>
  /**
   * Transactions in ledgers, failed ones only with `includeFailed`: `GET /transactions`, or below its owner, such as `/accounts/{account}/transactions`.
   *
   * @throws `HorizonResponseError` of status 404 when the server's history does not know the owner; so also `operations`, `payments` and `effects`.
   */
  transactions(filter?: TransactionFilter & PageOptions): Promise<Page<Transaction>>
  /** One transaction, failed or not: `GET /transactions/{hash}`. `undefined` when the server does not know it, which proves nothing. */
  transaction(hash: string, call?: CallOptions): Promise<Transaction | undefined>
  /** Operations in ledgers, those of failed transactions only with `includeFailed`: `GET /operations`, or below its owner. */
  operations(filter?: OperationFilter & PageOptions): Promise<Page<Operation>>
  /**
   * Operations that move an asset from one account to another, the creation and the merge of accounts among them: `GET /payments`, or below its
   * owner.
   */
  payments(filter?: PaymentFilter & PageOptions): Promise<Page<Operation>>
  /** One operation: `GET /operations/{operationId}`. `undefined` when the server does not know it. */
  operation(operationId: bigint, call?: CallOptions): Promise<Operation | undefined>
  /** What operations changed of accounts: `GET /effects`, or below its owner. */
  effects(filter?: EffectFilter & PageOptions): Promise<Page<Effect>>
  /**
   * Every ledger once, in order, from the newest on: `GET /ledgers` as a stream. All calls give the same stream. `records$` replays the newest ledger to
   * who subscribes while it runs, and begins with the newest of the server otherwise.
   *
   * What the stream leaves out is read by request. It does not follow what would break the chain: `status$` is `stale` with the code
   * `SDEX_NETWORK_RESET` where the network began anew, and with `SDEX_BEFORE_HISTORY` where the server no longer keeps what is missing.
   */
  ledgerStream(): HorizonStream<Ledger>
  /**
   * A market's book, whole, at first and whenever it changed: `GET /order_book` as a stream. `records$` keeps no value, so who subscribes to a running one
   * hears of the next change first. Every call makes a stream with a connection of its own: keep it.
   *
   * A book does not say of which ledger it is. After a change of server it may be older than the one before, by at most the 5 ledgers that a server
   * in use may be behind; the next one comes when that server gets further.
   *
   * @param options.limit - Levels a side, 1 to 200. @defaultValue 200
   * @throws `InvalidOptionError` at once.
   */
  orderBookStream(market: Market, options?: { readonly limit?: number | undefined }): HorizonStream<OrderBookSnapshot>
  /**
   * Trades of an account or a market, each once, in order: `GET /trades` as a stream. `records$` keeps no value. Every call makes a stream with a
   * connection of its own: keep it.
   *
   * Where the server no longer keeps all that follows the last trade told, `status$` is `stale` with the code `SDEX_BEFORE_HISTORY`; where
   * the network began anew, with `SDEX_NETWORK_RESET`. Nothing is told then that has a gap before it.
   *
   * @param options.cursor - The paging token of a record: trades after it; `0` for whatever the server has. Without it those of ledgers that close
   * after the first subscriber came; whenever all have left, the next one begins there again.
   * @throws `InvalidOptionError` at once, also for the cursor `now`, by which trades between two connections would be lost.
   */
  tradeStream(filter: TradeStreamFilter, options?: { readonly cursor?: string | undefined }): HorizonStream<Trade>
  /**
   * An account: `GET /accounts/{accountId}` at each ledger of `ledgerStream`; emits at first and when something changed. Horizon's own stream of it never
   * updates. `records$` keeps no value. Every call makes a stream with readings of its own: keep it. While there is no such account, `status$` is `stale`.
   *
   * @throws `InvalidOptionError` at once.
   */
  accountStream(accountId: string): HorizonStream<AccountSnapshot>
  /**
   * All offers of an account as of one ledger: `GET /offers` at each ledger of `ledgerStream`; emits at first and when something changed. Horizon's own
   * stream of them tells new ones alone. `records$` keeps no value. Every call makes a stream with readings of its own: keep it.
   *
   * @throws `InvalidOptionError` at once.
   */
  offersStream(seller: string): HorizonStream<AtLedger<readonly Offer[]>>
  /**
   * Submits a signed transaction and resolves when its end is proved: `POST /transactions_async`, or `/transactions` where a server lacks it, then
   * `GET /transactions/{hash}` at each ledger. Faults on the way are waited out, and the same bytes are sent again where they may be lost.
   *
   * Safe to repeat with the same bytes: the ledger applies them at most once, and a client goes on with what it sent before. In another client, as after a
   * restart, pass `resume`. Different bytes for the same intent are another transaction: first prove the end of this one.
   *
   * @param envelopeXdr - The signed envelope, base64 XDR, with an upper time bound.
   * @throws Nothing was sent by this call: `InvalidEnvelopeError`, `MemoRequiredError`, `InvalidOptionError` (no time bound). Not taken: a `HorizonResponseError` that is
   * not retryable, by Horizon's own word, while nothing was sent before. Everything else leaves the fate open, `TimeoutError`, `AbortedError` and
   * `ClosedError` first of all: giving up proves nothing, and the transaction may be applied until its time bound. Submit the same bytes again. With
   * `BeforeHistoryError` too: the server dropped the ledgers that would tell, and only one that keeps more can.
   * @example
   * ```ts
   * import { createHorizonClient } from '@sdex/transport'
   * import { Account, Keypair, Networks, Operation, TransactionBuilder } from '@stellar/stellar-sdk'
   *
   * await using client = createHorizonClient({ horizonUrl: 'https://horizon-testnet.stellar.org' })
   * const keypair = Keypair.fromSecret(process.env['STELLAR_SECRET'] ?? '')
   * const { value } = await client.account(keypair.publicKey())
   * const source = new Account(value.id, String(value.sequence))
   * const transaction = new TransactionBuilder(source, { fee: '1000', networkPassphrase: Networks.TESTNET })
   *   .addOperation(Operation.manageData({ name: 'greeting', value: 'hello' }))
   *   .setTimeout(60)
   *   .build()
   * transaction.sign(keypair)
   * const result = await client.submit(transaction.toXdr(), { timeoutMs: 120_000 })
   * console.log(result.status === 'applied' ? result.ledger : result)
   * ```
   */
  submit(envelopeXdr: string, options?: SubmitOptions): Promise<SubmissionResult>
  /** How the servers do. Hot: emits the latest at once and at each change, never errors, completes when the client closes. Subscribing asks nothing. */
  readonly health$: Observable<EndpointsHealth>
  /**
   * The newest ledger that is known to be of the network, to be kept as JSON and passed as the option `anchor` in the next run; `undefined` before any.
   * One server without a known network is not asked for it: there the ledger stream brings it.
   */
  anchor(): LedgerAnchor | undefined
  /** Counters since creation, of all servers together; streams are not counted. */
  stats(): ClientStats
}

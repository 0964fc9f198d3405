import type { BalancesState } from '@sdex/balances'
import type { OrderBookState } from '@sdex/order-book'
import type { Orders, Signer } from '@sdex/order-lifecycle'
import type { Clock, Closeable, Market, Random, Status, Stroops } from '@sdex/primitives'
import type { RateLimiter } from '@sdex/rate-limit'
import type { Account, HorizonClient, Offer } from '@sdex/transport'
import type { Observable } from 'rxjs'

/** How to connect; durations are milliseconds, fees are stroops. */
export type ConnectOptions = {
  /** Base URL of one Horizon, for example `https://horizon-testnet.stellar.org`. */
  readonly horizonUrl: string
  /** Markets to follow. Each costs one request a ledger. */
  readonly markets: readonly Market[]
  /** The network that must be behind the URL; another one is refused. @defaultValue whatever the server says it is */
  readonly networkPassphrase?: string | undefined
  /** Requests that the server grants an address in an hour. @defaultValue 3600, Horizon's own */
  readonly requestsPerHour?: number | undefined
  /** Requests that may go at once after a pause. @defaultValue 100 */
  readonly burst?: number | undefined
  /** Time allowed for one request, queueing included. @defaultValue 10_000 */
  readonly requestTimeoutMs?: number | undefined
  /** Time allowed for connecting, until the first ledger is read. @defaultValue 30_000 */
  readonly timeoutMs?: number | undefined
  /** Aborts connecting. Once connected, {@link Connector.close} ends it. */
  readonly signal?: AbortSignal | undefined
  /** @defaultValue the machine's clock */
  readonly clock?: Clock | undefined
  /** Of the jitter between attempts. @defaultValue the machine's */
  readonly random?: Random | undefined
}

/** What trading needs beyond following. */
export type TradeOptions = ConnectOptions & {
  /** Signs for the account that trades. */
  readonly signer: Signer
  /** How long after the last ledger's close a transaction may still be applied. @defaultValue 30_000 */
  readonly validForMs?: number | undefined
  /** The most that one operation may cost, in stroops. @defaultValue 5_000n */
  readonly maxFeePerOperation?: Stroops | undefined
}

/** Everything of one closed ledger: what is in one view belongs together. */
export type LedgerView = {
  readonly ledger: number
  /** Milliseconds since 1970. */
  readonly closedAtMs: number
  /** Stroops that each entry of an account locks. */
  readonly baseReserve: Stroops
  /** By `formatMarket`; exactly the markets that were asked for. */
  readonly books: ReadonlyMap<string, OrderBookState>
}

/** A view with the account that trades. */
export type TradingView = LedgerView & {
  readonly account: Account
  /** The account's own offers, of every market, by id. */
  readonly offers: readonly Offer[]
}

/** A connection that follows markets. Its observables are hot: they run until {@link Connector.close}, subscribed or not. */
export type Connector<View extends LedgerView = LedgerView> = Closeable & {
  readonly networkPassphrase: string
  /** For everything that the connector does not cover. Closed with the connector. */
  readonly client: HorizonClient
  /** The budget that the client draws on; `limiter.state$` shows it. */
  readonly limiter: RateLimiter
  /**
   * One committed ledger after another, the latest at once; never errors, completes on close. Ledgers may be left out when the server is slow,
   * never repeated.
   */
  readonly view$: Observable<View>
  /** How the source of `view$` is doing, the latest at once; completes with `closed`. */
  readonly status$: Observable<Status>
  /**
   * The book in each view, the latest at once.
   *
   * @throws {@link UnknownMarketError} when the market was not asked for.
   */
  book$(market: Market): Observable<OrderBookState>
}

/** A connection that trades for one account. */
export type TradingConnector = Connector<TradingView> & {
  readonly accountId: string
  /** What the account owns in each view, the latest at once. */
  readonly balances$: Observable<BalancesState>
  /** Commands, own orders and fills. */
  readonly orders: Orders
}

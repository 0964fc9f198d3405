import { balancesOf } from '@sdex/balances'
import { createOrders } from '@sdex/order-lifecycle'
import {
  createScope,
  formatMarket,
  type Market,
  marketLabel,
  type Scope,
  systemClock,
  withDeadline,
} from '@sdex/primitives'
import { createRateLimiter } from '@sdex/rate-limit'
import { createHorizonClient } from '@sdex/transport'
import { map, type Observable } from 'rxjs'
import { UnknownMarketError } from './errors.ts'
import { followView, type ViewFeed } from './followView.ts'
import type { ConnectOptions, Connector, LedgerView, TradeOptions, TradingConnector, TradingView } from './types.ts'

const CONNECT_TIMEOUT_MS = 30_000

/**
 * Connects to a Horizon and follows markets, ledger by ledger; with a `signer` it also follows that account, and trades for it.
 *
 * @returns Once the first ledger is read: every observable has a value then. Whoever connects closes.
 * @throws `WrongNetworkError` when the server is of another network than `networkPassphrase`; `AccountNotFoundError` when the signer's
 * account does not exist; `TimeoutError` after `timeoutMs`; `AbortedError`; what the first request throws when there is no server.
 * @example
 * ```ts
 * await using connector = await connect({ horizonUrl, markets: [market], signer: keypairSigner(secret) })
 * connector.view$.subscribe(({ ledger, books }) => console.log(ledger, books.get(formatMarket(market))?.bids[0]))
 * await connector.orders.place({ market, side: 'sell', price: parsePrice('0.11'), amount: parseAmount('5') })
 * ```
 */
export function connect(options: TradeOptions): Promise<TradingConnector>
export function connect(options: ConnectOptions): Promise<Connector>
export async function connect(options: ConnectOptions | TradeOptions): Promise<Connector | TradingConnector> {
  const { clock = systemClock, timeoutMs = CONNECT_TIMEOUT_MS, signal } = options
  const scope = createScope()
  try {
    return await withDeadline((cut) => open(scope, { ...options, clock }, cut), {
      clock,
      timeoutMs,
      signal,
      what: `Connecting to ${new URL(options.horizonUrl).host}`,
    })
  } catch (error) {
    await scope.close()
    throw error
  }
}

type OpenOptions = (ConnectOptions | TradeOptions) & { readonly clock: NonNullable<ConnectOptions['clock']> }

async function open(scope: Scope, options: OpenOptions, signal: AbortSignal): Promise<Connector | TradingConnector> {
  const { clock, horizonUrl, networkPassphrase, requestsPerHour, burst, requestTimeoutMs, random } = options
  const signer = 'signer' in options ? options.signer : undefined
  const limiter = createRateLimiter({ requestsPerHour, burst, clock })
  scope.add(() => limiter.close())
  const client = createHorizonClient({ horizonUrl, networkPassphrase, requestTimeoutMs, limiter, clock, random })
  scope.add(() => client.close())
  const { passphrase } = await client.network({ signal })
  const feed = followView(client, { markets: options.markets, accountId: signer?.publicKey, clock })
  scope.add(() => feed.close())
  await feed.ready
  const following: Connector = {
    networkPassphrase: passphrase,
    client,
    limiter,
    view$: feed.view$,
    status$: feed.status$,
    book$: (market) => bookOf(feed.view$, market, options.markets),
    close: () => scope.close(),
    [Symbol.asyncDispose]: () => scope.close(),
  }
  return 'signer' in options ? trade(scope, { following, feed, options }) : following
}

type TradeArgs = {
  readonly following: Connector
  readonly feed: ViewFeed
  readonly options: TradeOptions & OpenOptions
}

function trade(scope: Scope, { following, feed, options }: TradeArgs): TradingConnector {
  const { client, networkPassphrase } = following
  const { signer, validForMs, maxFeePerOperation, clock } = options
  // With an account to follow, no view is committed without it.
  const view$ = feed.view$ as Observable<TradingView>
  const orders = createOrders({
    signer,
    submitter: client,
    source: { account$: view$, tradeStream: (filter, from) => client.tradeStream(filter, from) },
    networkPassphrase,
    markets: options.markets,
    validForMs,
    maxFeePerOperation,
    clock,
  })
  scope.add(() => orders.close())
  return { ...following, accountId: signer.publicKey, view$, balances$: view$.pipe(map(balancesOf)), orders }
}

function bookOf(
  view$: Observable<LedgerView>,
  market: Market,
  followed: readonly Market[],
): ReturnType<Connector['book$']> {
  const key = formatMarket(market)
  if (!followed.some((known) => formatMarket(known) === key)) throw unknownMarket(market)
  return view$.pipe(
    map(({ books }) => {
      const book = books.get(key)
      if (book === undefined) throw unknownMarket(market)
      return book
    }),
  )
}

function unknownMarket(market: Market): UnknownMarketError {
  return new UnknownMarketError({
    message: `${marketLabel(market)} is not followed.`,
    remedy: 'Name it in the markets that connect() is given.',
    input: formatMarket(market),
  })
}

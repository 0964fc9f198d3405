import type { Asset, Closeable, Market, Price, Ratio, Status, Stroops } from '@sdex/primitives'
import type { Observable } from 'rxjs'
import type { EndpointsHealth, LedgerAnchor } from './endpoints/types.ts'

/** How urgent a request is; the first is the most urgent. */
export type RequestPriority = 'submission' | 'account' | 'market' | 'background'

/** Port: whoever keeps a server's budget. `@sdex/rate-limit`'s limiter is one. */
export type RequestLimiter = {
  /** Resolves when the request may be sent; rejects when it may not be any more. */
  acquire(request: {
    readonly priority: RequestPriority
    /** Requests that it counts for. @defaultValue 1 */
    readonly weight?: number | undefined
    readonly signal?: AbortSignal | undefined
    /** Milliseconds that it may wait. */
    readonly timeoutMs?: number | undefined
  }): Promise<void>
  /** Told of every answer. */
  observe(answer: {
    readonly status: number
    /** Of `X-RateLimit-Remaining`. */
    readonly remaining?: number | undefined
    /** Of `X-RateLimit-Reset`. */
    readonly resetMs?: number | undefined
    /** Of `Retry-After`. */
    readonly retryAfterMs?: number | undefined
  }): void
}

/** Bounds of one call. */
export type CallOptions = {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds, queueing included. @defaultValue the client's `requestTimeoutMs` */
  readonly timeoutMs?: number | undefined
  readonly priority?: RequestPriority | undefined
  /** Answer from a server that has reached this ledger; waited for within the call's time. What was just written is read by it. */
  readonly minLedger?: number | undefined
}

/** Which page of a collection. */
export type PageOptions = CallOptions & {
  /** Records after this one. @defaultValue from the start */
  readonly cursor?: string | undefined
  /** 1 to 200. @defaultValue 200 */
  readonly limit?: number | undefined
  /** @defaultValue 'asc' */
  readonly order?: 'asc' | 'desc' | undefined
}

/** A page of a collection. */
export type Page<Item> = {
  readonly records: readonly Item[]
  /** The cursor of the next page; `undefined` after an empty page, which is the end. */
  readonly nextCursor: string | undefined
}

/** An answer of a state route with the ledger it is of (header `Latest-Ledger`). */
export type AtLedger<Value> = { readonly ledger: number; readonly value: Value }

/** A stream: cold until its first subscriber, then shared by all, closed when the last one leaves. */
export type HorizonStream<Item> = {
  /** Records in order, without gap and without repeat. Keeps no value; never errors; completes when the client closes. */
  readonly records$: Observable<Item>
  /** How the stream is doing; the latest at once. */
  readonly status$: Observable<Status>
}

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

/** What `GET /` says. */
export type NetworkInfo = {
  readonly passphrase: string
  readonly horizonVersion: string
  readonly coreVersion: string
  readonly protocolVersion: number
  readonly historyLatestLedger: number
  readonly historyLatestClosedAtMs: number
  readonly historyElderLedger: number
  readonly coreLatestLedger: number
}

/** Fees of the last five ledgers, in stroops per operation. */
export type FeeStats = {
  readonly lastLedger: number
  readonly lastLedgerBaseFee: Stroops
  /** Share of the ledgers' room that was used, 0 to 1. */
  readonly capacityUsageFloat: number
  readonly feeCharged: FeeDistribution
  readonly maxFee: FeeDistribution
}

/** In stroops. */
export type FeeDistribution = {
  readonly max: Stroops
  readonly min: Stroops
  readonly mode: Stroops
  readonly p10: Stroops
  readonly p50: Stroops
  readonly p95: Stroops
  readonly p99: Stroops
}

/** An account of one ledger. */
export type Account = {
  readonly id: string
  readonly sequence: bigint
  /** The ledger in which the sequence number changed last; absent before the first change, and before protocol 19. */
  readonly sequenceLedger?: number | undefined
  readonly subentryCount: number
  readonly numSponsoring: number
  readonly numSponsored: number
  readonly lastModifiedLedger: number
  readonly thresholds: { readonly low: number; readonly medium: number; readonly high: number }
  readonly flags: {
    readonly authRequired: boolean
    readonly authRevocable: boolean
    readonly authImmutable: boolean
    readonly authClawbackEnabled: boolean
  }
  readonly signers: readonly AccountSigner[]
  /** Trustlines, native last. */
  readonly balances: readonly Balance[]
  readonly poolShares: readonly PoolShare[]
}

/** A key that may sign for an account. */
export type AccountSigner = { readonly key: string; readonly type: string; readonly weight: number }

/** What an account holds of an asset, in stroops. */
export type Balance = {
  readonly asset: Asset
  readonly balance: Stroops
  /** Absent for native. */
  readonly limit?: Stroops | undefined
  /** Locked by what its offers sell. */
  readonly sellingLiabilities: Stroops
  /** Reserved for what its offers buy. */
  readonly buyingLiabilities: Stroops
  readonly authorized: boolean
  readonly authorizedToMaintainLiabilities: boolean
}

/** A share in a liquidity pool, in stroops. */
export type PoolShare = { readonly poolId: string; readonly balance: Stroops; readonly limit: Stroops }

/** An account and what one must know of its ledger to value it. */
export type AccountSnapshot = {
  readonly ledger: number
  /** Milliseconds since 1970. */
  readonly closedAtMs: number
  readonly baseReserve: Stroops
  readonly account: Account
}

/** An offer as the ledger keeps it. */
export type Offer = {
  readonly id: bigint
  readonly seller: string
  readonly selling: Asset
  readonly buying: Asset
  /** Stroops of `selling`. */
  readonly amount: Stroops
  /** Units of `buying` for one of `selling`. */
  readonly price: Price
  readonly lastModifiedLedger: number
}

/** Which offers; all of them without. */
export type OfferFilter = {
  readonly seller?: string | undefined
  readonly selling?: Asset | undefined
  readonly buying?: Asset | undefined
}

/** How much of a book. */
export type OrderBookOptions = CallOptions & {
  /** Levels a side, 1 to 200. @defaultValue 200 */
  readonly limit?: number | undefined
}

/** A book as Horizon tells it: best first, offers of one price summed. */
export type OrderBookSnapshot = {
  readonly market: Market
  /** `undefined` on streams, which do not tell it. */
  readonly ledger: number | undefined
  readonly bids: readonly BookRow[]
  readonly asks: readonly BookRow[]
}

/** A price level. Bid amounts are of the quote asset, ask amounts of base, in stroops; sums may exceed 64 bits. */
export type BookRow = { readonly price: Price; readonly amount: bigint }

/** A closed ledger. */
export type Ledger = {
  readonly sequence: number
  readonly hash: string
  readonly previousHash: string
  /** Milliseconds since 1970. */
  readonly closedAtMs: number
  /** Stroops per operation. */
  readonly baseFee: Stroops
  /** Stroops that each entry of an account locks. */
  readonly baseReserve: Stroops
  readonly protocolVersion: number
  readonly pagingToken: string
  readonly successfulTransactionCount: number
  readonly failedTransactionCount: number
  readonly operationCount: number
  readonly maxTransactionSetSize: number
}

/** Which trades; all of them without. */
export type TradeFilter = {
  readonly account?: string | undefined
  readonly market?: Market | undefined
  readonly offerId?: bigint | undefined
}

/** A trade. Of a market that was asked for, base and counter are turned as the market has them. */
export type Trade = {
  readonly id: string
  readonly pagingToken: string
  /** Milliseconds since 1970. */
  readonly closedAtMs: number
  readonly type: 'orderbook' | 'liquidity_pool'
  readonly base: TradeSide
  readonly counter: TradeSide
  readonly baseIsSeller: boolean
  /** Counter for one of base. */
  readonly price: Ratio
}

/** One side of a trade. A taker who left nothing resting has a synthetic offer id of 2^62 and more. */
export type TradeSide = {
  readonly asset: Asset
  readonly amount: Stroops
  /** Absent for a pool. */
  readonly account?: string | undefined
  /** Absent for a pool. */
  readonly offerId?: bigint | undefined
  readonly poolId?: string | undefined
}

/** Which transactions; all successful ones without. */
export type TransactionFilter = {
  readonly account?: string | undefined
  readonly includeFailed?: boolean | undefined
}

/** A transaction in a ledger. */
export type Transaction = {
  readonly hash: string
  readonly ledger: number
  readonly successful: boolean
  readonly sourceAccount: string
  readonly sequence: bigint
  readonly feeCharged: Stroops
  readonly maxFee: Stroops
  readonly envelopeXdr: string
  readonly resultXdr: string
  /** Milliseconds since 1970. */
  readonly createdAtMs: number
  readonly pagingToken: string
  /** Of the transaction inside, where this one is a fee bump. */
  readonly innerHash?: string | undefined
}

/** How to submit. */
export type SubmitOptions = {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds; without it the transaction's own time bound ends it. */
  readonly timeoutMs?: number | undefined
  /** Called once when a server says that it has queued the transaction. */
  readonly onAccepted?: (() => void) | undefined
  /**
   * The same bytes may have been submitted before, as before a restart: they are asked for by hash first, and no refusal alone ends them,
   * since the first copy may still be applied. @defaultValue false
   */
  readonly resume?: boolean | undefined
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
export type ResultCodes = { readonly transaction: string; readonly operations: readonly string[] }

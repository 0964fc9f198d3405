/** How urgent a request is while it waits for the budget of a limiter; the first is the most urgent. */
export type RequestPriority = 'submission' | 'account' | 'market' | 'background'

/**
 * Port: whoever keeps a server's budget. `@sdex/rate-limit`'s limiter is one.
 *
 * @example
 * ```ts
 * import { createHorizonClient, type RequestLimiter } from '@sdex/transport'
 *
 * const limiter: RequestLimiter = {
 *   acquire: async ({ priority }) => console.log('sending', priority),
 *   observe: ({ status, remaining }) => console.log('answered', status, remaining),
 * }
 * await using client = createHorizonClient({ horizonUrl: 'https://horizon-testnet.stellar.org', limiter })
 * console.log(await client.feeStats())
 * ```
 */
export type RequestLimiter = {
  /** Resolves when the request may be sent; rejects when it may not be any more. */
  acquire(request: {
    /** How urgent it is: who waits is let through in this order. */
    readonly priority: RequestPriority
    /** Requests that it counts for. @defaultValue 1 */
    readonly weight?: number | undefined
    /** Ends the wait: `acquire` rejects then. */
    readonly signal?: AbortSignal | undefined
    /** Milliseconds that it may wait. @defaultValue no bound */
    readonly timeoutMs?: number | undefined
  }): Promise<void>
  /** Told of every answer, as soon as its head is there. */
  observe(answer: {
    /** Of HTTP; 429 when the budget was used up. */
    readonly status: number
    /** Requests left, of `X-RateLimit-Remaining`. */
    readonly remaining?: number | undefined
    /** Milliseconds until the budget is whole again, of `X-RateLimit-Reset`. */
    readonly resetMs?: number | undefined
    /** Milliseconds to wait, of `Retry-After`. */
    readonly retryAfterMs?: number | undefined
    /** Milliseconds that the request was under way. */
    readonly ageMs?: number | undefined
  }): void
  /** Counts what the server takes by itself, as Horizon does for an open stream at each ledger. Without it such turns are acquired like requests. */
  spendTurn?(weight?: number): void
}

/** Bounds of one call, and how urgent it is. */
export type CallOptions = {
  /** Ends the call with an `AbortedError`; others who wait for the same request go on. @defaultValue none */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds, queueing, body and other servers included; then a `TimeoutError`. @defaultValue the client's `requestTimeoutMs` */
  readonly timeoutMs?: number | undefined
  /** Its place in the queue of the limiter. @defaultValue 'background' */
  readonly priority?: RequestPriority | undefined
  /**
   * A ledger's sequence: the answer is from a server that has reached it, which is waited for within the call's time. What was just written is read by it.
   * @defaultValue any server's newest
   */
  readonly minLedger?: number | undefined
}

/** Which page of a collection. */
export type PageOptions = CallOptions & {
  /** Records after this one: the `nextCursor` of the page before. @defaultValue from the start */
  readonly cursor?: string | undefined
  /** Records, 1 to 200. @defaultValue 200 */
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

/** HTTP requests sent, and those of them that got no answer or one of status 400 and above. */
export type ClientStats = { readonly requests: number; readonly errors: number }

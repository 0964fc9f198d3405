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
    /** Milliseconds that the request was under way. */
    readonly ageMs?: number | undefined
  }): void
  /** Counts what the server takes by itself, as Horizon does for an open stream at each ledger. Without it such turns are acquired like requests. */
  spendTurn?(weight?: number): void
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

/** HTTP requests sent, and those that failed or were answered by an error. */
export type ClientStats = { readonly requests: number; readonly errors: number }

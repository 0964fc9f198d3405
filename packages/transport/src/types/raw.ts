import type { CallOptions } from './requests.ts'

/** An answer as the server gave it. */
export type RawAnswer = {
  readonly status: number
  /** Lower-case names; in browsers those that CORS shows, such as `latest-ledger`. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Parsed; `undefined` when it is no JSON. It may be shared with another caller: leave it as it is. */
  readonly body: unknown
}

/** Requests for what the client has no call of its own: through the same pool, budget, failover and bounds. */
export type RawRequests = {
  /**
   * @param pathAndQuery - Below the server's URL: `/ledgers?limit=1`.
   * @returns The answer, whatever its status.
   * @throws `InvalidOptionError` when it does not begin with a slash; `ConnectionError`, `TimeoutError`, `AbortedError`
   */
  get(pathAndQuery: string, call?: CallOptions): Promise<RawAnswer>
  /** Sends a form, once. After an error it may have been taken all the same. */
  post(path: string, form: Readonly<Record<string, string>>, call?: CallOptions): Promise<RawAnswer>
}

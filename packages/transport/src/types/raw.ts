import type { CallOptions } from './requests.ts'

/** An answer as the server gave it. */
export type RawAnswer = {
  readonly status: number
  /** Lower-case names; in browsers those that CORS shows, such as `latest-ledger`. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Parsed; `undefined` when it is no JSON. It may be shared with another caller: leave it as it is. */
  readonly body: unknown
}

/**
 * Requests for what the client has no call of its own: through the same pool, budget, failover and bounds.
 *
 * @example
 * ```ts
 * import { createHorizonClient } from '@sdex/transport'
 *
 * await using client = createHorizonClient({ horizonUrl: 'https://horizon-testnet.stellar.org' })
 * const { status, body } = await client.raw.get('/ledgers?order=desc&limit=1')
 * console.log(status, body)
 * ```
 */
export type RawRequests = {
  /**
   * Sends a GET; those of one URL at the same time are one request. Errors are those of the client, except that a status is never one.
   *
   * @param pathAndQuery - Below the server's URL: `/ledgers?limit=1`.
   * @returns The answer, whatever its status.
   * @throws `InvalidOptionError` when it does not begin with one slash.
   */
  get(pathAndQuery: string, call?: CallOptions): Promise<RawAnswer>
  /**
   * Sends a form, once, to one server. After an error it may have been taken all the same.
   *
   * @param path - Below the server's URL: `/transactions_async`.
   * @returns The answer, whatever its status.
   * @throws `InvalidOptionError` when it does not begin with one slash.
   */
  post(path: string, form: Readonly<Record<string, string>>, call?: CallOptions): Promise<RawAnswer>
}

import type { Closeable } from '@sdex/primitives'

/**
 * Port: what carries requests. undici in Node, `fetch` in browsers, a fake in tests, or what a user brings as `backend`.
 *
 * A request ends when its signal fires, with the signal's reason; anything else that keeps it from its answer is a `ConnectionError`. Redirects are not
 * followed. `close()` waits for what is under way, for a bounded time.
 *
 * @example
 * ```ts
 * const inner = createFetchBackend()
 * const backend: HttpBackend = {
 *   ...inner,
 *   request: async (request) => inner.request({ ...request, headers: { ...request.headers, authorization: await freshToken() } }),
 * }
 * ```
 */
export type HttpBackend = Closeable & {
  /** Resolves with the head of the answer, whatever its status; rejects with a typed connection error. */
  request(request: HttpRequest): Promise<HttpResponse>
}

export type HttpRequest = {
  readonly method: 'GET' | 'POST'
  /** Absolute. May hold a key, so it never goes into a message. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /** Ends the request and its body. */
  readonly signal: AbortSignal
}

export type HttpResponse = {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Has to be read to its end or returned, or the connection stays taken. */
  readonly body: AsyncIterable<Uint8Array>
}

import type { Closeable } from '@sdex/primitives'

/**
 * Port: what carries requests. undici in Node, `fetch` in browsers, a fake in tests, or what a user brings as `backend`.
 *
 * A request ends when its signal fires, with the signal's reason; anything else that keeps it from its answer is a `ConnectionError`. Redirects are not
 * followed. `close()` waits for what is under way, for a bounded time.
 *
 * @example
 * ```ts
 * import { createFetchBackend, createHorizonClient, type HttpBackend } from '@sdex/transport'
 *
 * await using inner = createFetchBackend()
 * const backend: HttpBackend = {
 *   ...inner,
 *   request: async (request) => {
 *     const headers = { ...request.headers, authorization: `Bearer ${process.env['TOKEN']}` }
 *     return inner.request({ ...request, headers })
 *   },
 * }
 * await using client = createHorizonClient({ horizonUrl: 'https://horizon-testnet.stellar.org', backend })
 * console.log(await client.feeStats())
 * ```
 */
export type HttpBackend = Closeable & {
  /** Resolves with the head of the answer, whatever its status; rejects with a typed connection error. */
  request(request: HttpRequest): Promise<HttpResponse>
}

/** A request, as a backend is to send it. */
export type HttpRequest = {
  /** A POST carries a form, and is never sent twice. */
  readonly method: 'GET' | 'POST'
  /** Absolute. May hold a key, so it never goes into a message. */
  readonly url: string
  /** To be sent as they are; they may hold credentials. */
  readonly headers: Readonly<Record<string, string>>
  /** Of a POST, in the form that its `content-type` says. */
  readonly body?: string | undefined
  /** Ends the request and its body, which reject with its reason. */
  readonly signal: AbortSignal
}

/** The head of an answer, and its body as it comes. */
export type HttpResponse = {
  /** Of HTTP, whatever it is. */
  readonly status: number
  /** Lower-case names; of a header that came twice the last one. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Decompressed. Has to be read to its end or returned, or the connection stays taken. May be read once. */
  readonly body: AsyncIterable<Uint8Array>
}

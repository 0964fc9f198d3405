import type { Clock } from '@sdex/primitives'
import type { HttpBackend, HttpRequest, HttpResponse } from '../httpBackend.ts'
import type { ShownUrl } from './shownUrl.ts'
import { watchBody } from './watchBody.ts'

/** A request that was sent. */
export type SentRequest = {
  /** A stream stays open; its answer ends when it does. */
  readonly kind: 'request' | 'stream'
  readonly method: HttpRequest['method']
  /** Without credentials, path prefix (`…`) and the values of parameters that are none of Horizon's: each may be a key. */
  readonly url: string
}

/** An answer whose body has ended, or was left by its reader. */
export type EndedResponse = SentRequest & {
  /** The status code of HTTP. */
  readonly status: number
  /** Milliseconds to the head of the answer, queueing for a connection included. */
  readonly headMs: number
  /** Milliseconds to the end of the body; of a stream that is how long it was open. */
  readonly durationMs: number
  /** Of the body, decompressed, as far as it was read. */
  readonly bytes: number
}

/** A request that ended without an answer, or with half of one. */
export type FailedRequest = SentRequest & {
  /** Milliseconds until it failed. */
  readonly durationMs: number
  /** What the caller got; the caller's own abort is one too. */
  readonly error: unknown
}

/**
 * Told of every request that is carried. What a hook throws or rejects with is dropped: it changes nothing.
 *
 * @example
 * ```ts
 * import { createHorizonClient, type RequestHooks } from '@sdex/transport'
 *
 * const hooks: RequestHooks = {
 *   onResponse: ({ method, url, status, durationMs, bytes }) => console.log(method, url, status, durationMs, bytes),
 *   onError: ({ method, url, error }) => console.error(method, url, error),
 * }
 * await using client = createHorizonClient({ horizonUrl: 'https://horizon-testnet.stellar.org', hooks })
 * console.log(await client.feeStats())
 * ```
 */
export type RequestHooks = {
  /** Before it is handed on. */
  readonly onRequest?: ((request: SentRequest) => void) | undefined
  /** Once a request, unless `onError` is called for it. */
  readonly onResponse?: ((response: EndedResponse) => void) | undefined
  /** Once a request that got no answer, or half of one. */
  readonly onError?: ((failure: FailedRequest) => void) | undefined
}

export type HookOptions = {
  readonly clock: Clock
  readonly kind: SentRequest['kind']
  readonly shownUrl: ShownUrl
}

/**
 * Wraps a backend so that hooks are told of its requests. It is the same backend when there are none.
 */
export function withHooks(
  backend: HttpBackend,
  hooks: RequestHooks | undefined,
  { clock, kind, shownUrl }: HookOptions,
): HttpBackend {
  if (hooks === undefined) return backend
  const request = async (asked: HttpRequest): Promise<HttpResponse> => {
    const sent: SentRequest = { kind, method: asked.method, url: shownUrl(asked.url) }
    const startMs = clock.now()
    const elapsedMs = (): number => clock.now() - startMs
    const fail = (error: unknown): void =>
      contained(() => hooks.onError?.({ ...sent, durationMs: elapsedMs(), error: errorOf(asked, error) }))
    contained(() => hooks.onRequest?.(sent))
    try {
      const response = await backend.request(asked)
      const { status } = response
      const headMs = elapsedMs()
      const end = (bytes: number): void =>
        contained(() => hooks.onResponse?.({ ...sent, status, headMs, durationMs: elapsedMs(), bytes }))
      return { ...response, body: watchBody(response.body, { end, fail }) }
    } catch (error) {
      fail(error)
      throw error
    }
  }
  return { request, close: () => backend.close(), [Symbol.asyncDispose]: () => backend.close() }
}

/** A backend may say in its own words that the caller left. */
function errorOf({ signal }: HttpRequest, error: unknown): unknown {
  return signal.aborted ? signal.reason : error
}

/** A request is worth more than what watches it: what that throws, or rejects with, is dropped. */
function contained(tell: () => unknown): void {
  try {
    Promise.resolve(tell()).catch(() => {})
  } catch {
    // dropped
  }
}

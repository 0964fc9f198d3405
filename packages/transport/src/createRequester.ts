import { AbortedError, type Clock, ClosedError, TimeoutError, waitUntil } from '@sdex/primitives'
import type { BaseUrl, Query } from './baseUrl.ts'
import { createSharedGets, DEFAULT_PRIORITY, type Send } from './createSharedGets.ts'
import { connectionErrorOf, QueueFullError, ResponseTooLargeError } from './errors.ts'
import { hideSecrets } from './hideSecrets.ts'
import type { HttpBackend, HttpRequest } from './httpBackend.ts'
import { type Answer, budgetOf, createAnswer } from './parseAnswer.ts'
import { readBytes } from './readBytes.ts'
import type { CallOptions, ClientStats, RequestLimiter } from './types/requests.ts'

/** Sends requests within their bounds and the server's budget. */
export type Requester = {
  /** One answer, whatever its status. GETs of one URL that are under way at the same time are one request. */
  get(path: string, query: Query, call?: CallOptions): Promise<Answer>
  /** Sends a form. Never shared, never repeated. */
  post(path: string, form: Readonly<Record<string, string>>, call?: CallOptions): Promise<Answer>
  stats(): ClientStats
  /** Refuses new requests, those too that wait for the budget; those on the wire go on. */
  close(): void
}

export type RequesterOptions = {
  readonly base: BaseUrl
  readonly backend: HttpBackend
  readonly limiter: RequestLimiter | undefined
  readonly clock: Clock
  readonly requestTimeoutMs: number
  readonly maxResponseBytes: number
  readonly headers: Readonly<Record<string, string>>
  readonly observer?: RequestObserver | undefined
}

/** Told how the server does. */
export type RequestObserver = {
  answered(
    answer: { readonly method: HttpRequest['method']; readonly latencyMs: number } & Pick<Answer, 'status' | 'headers'>,
  ): void
  /** No answer, or half of one, in so many milliseconds. */
  failed(error: unknown, waitedMs: number): void
  /** The request ended and tells nothing of the server: its caller left, or a bound of the client's was reached. */
  left(): void
}

export function createRequester(options: RequesterOptions): Requester {
  const { base, backend, limiter, clock, requestTimeoutMs, maxResponseBytes, observer } = options
  const counts = { requests: 0, errors: 0 }
  const queued = new Set<AbortController>()
  let isClosed = false

  const send: Send = async (request, call, what, sending) => {
    const { priority = DEFAULT_PRIORITY } = call
    if (limiter !== undefined) {
      queued.add(sending.abort)
      try {
        await limiter.acquire({ priority, signal: request.signal })
      } catch (error) {
        if (!isClosed) throw error
      } finally {
        queued.delete(sending.abort)
      }
      if (isClosed) throw closedError(what)
    }
    sending.isSent = true
    counts.requests += 1
    const startMs = clock.now()
    try {
      const response = await backend.request(request)
      const { status, headers } = response
      const latencyMs = clock.now() - startMs
      limiter?.observe(budgetOf(response, latencyMs))
      const bytes = await readBytes(response.body, maxResponseBytes)
      if (bytes === undefined) throw tooLarge(maxResponseBytes, what)
      if (status >= 400) counts.errors += 1
      observer?.answered({ method: request.method, status, headers, latencyMs })
      return createAnswer(response, bytes, what, hide)
    } catch (error) {
      counts.errors += 1
      const reason: unknown = request.signal.aborted ? request.signal.reason : error
      const cause = reason instanceof AbortedError && reason.cause instanceof TimeoutError ? reason.cause : reason
      if (NOT_THE_SERVERS.some((kind) => cause instanceof kind)) observer?.left()
      else observer?.failed(cause, clock.now() - startMs)
      throw connectionErrorOf(error, what)
    }
  }
  const own = { ...base.headers, ...options.headers }
  const headers = { accept: 'application/hal+json', ...own }
  // Of `Bearer k3y` also the key alone.
  const ownSecrets = Object.values(own).flatMap((value) => [value, value.replace(/^\S+ /, '')])
  const hide = hideSecrets([...base.secrets, ...ownSecrets])

  const boundsOf = ({ signal, timeoutMs = requestTimeoutMs }: CallOptions) => ({ clock, timeoutMs, signal })
  const shared = createSharedGets({ send, headers, isQueued: limiter !== undefined, boundsOf })

  return {
    get: (path, query, call = {}) => {
      const what = `GET ${base.shown}${path}`
      return isClosed ? Promise.reject(closedError(what)) : shared.get(base.resolve(path, query), call, what)
    },
    post: (path, form, call = {}) => {
      const what = `POST ${base.shown}${path}`
      const body = new URLSearchParams(form).toString()
      const formHeaders = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
      const abort = new AbortController()
      const request = {
        method: 'POST',
        url: base.resolve(path),
        headers: formHeaders,
        body,
        signal: abort.signal,
      } as const
      const post = (): Promise<Answer> => send(request, call, what, { abort, isSent: false })
      if (isClosed) return Promise.reject(closedError(what))
      return waitUntil(post, { ...boundsOf(call), what, leave: (reason) => abort.abort(reason) })
    },
    stats: () => ({ ...counts }),
    close: () => {
      isClosed = true
      for (const abort of queued) abort.abort()
    },
  }
}

/** Ends of requests that tell nothing of the server. */
const NOT_THE_SERVERS = [AbortedError, ClosedError, QueueFullError, ResponseTooLargeError]

function tooLarge(maxBytes: number, what: string): ResponseTooLargeError {
  return new ResponseTooLargeError({
    message: `The answer to ${what} is larger than ${maxBytes} bytes.`,
    remedy: 'Ask for less at a time, or raise maxResponseBytes.',
    input: maxBytes,
  })
}

function closedError(what: string): ClosedError {
  return new ClosedError({ message: `${what} was not sent: the client is closed.`, remedy: 'Make another client.' })
}

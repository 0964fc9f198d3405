import { AbortedError, type Clock, ClosedError, TimeoutError, waitUntil, withDeadline } from '@sdex/primitives'
import type { BaseUrl, Query } from './baseUrl.ts'
import { QueueFullError, ResponseTooLargeError } from './errors.ts'
import type { HttpBackend, HttpRequest } from './httpBackend.ts'
import { type Answer, budgetOf, createAnswer } from './parseAnswer.ts'
import { readBytes } from './readBytes.ts'
import type { CallOptions, ClientStats, RequestLimiter, RequestPriority } from './types/requests.ts'

/** Sends requests within their bounds and the server's budget. */
export type Requester = {
  /** One answer, whatever its status. GETs of one URL that are under way at the same time are one request. */
  get(path: string, query: Query, call?: CallOptions): Promise<Answer>
  /** Sends a form. Never shared, never repeated. */
  post(path: string, form: Readonly<Record<string, string>>, call?: CallOptions): Promise<Answer>
  stats(): ClientStats
  /** Refuses new requests; those under way go on. */
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

/** Told how the server does. A caller that leaves, and a budget that is used up, tell nothing of it. */
export type RequestObserver = {
  answered(
    answer: { readonly method: HttpRequest['method']; readonly latencyMs: number } & Pick<Answer, 'status' | 'headers'>,
  ): void
  /** No answer, or half of one. */
  failed(error: unknown): void
}

/** A GET under way, and how many wait for it. */
type SharedGet = {
  readonly answer: Promise<Answer>
  readonly abort: AbortController
  readonly progress: Progress
  /** 0 for the most urgent. */
  readonly rank: number
  sharers: number
}

/** Whether a request has left the budget's queue. */
type Progress = { isSent: boolean }

const RANKS: Readonly<Record<RequestPriority, number>> = { submission: 0, account: 1, market: 2, background: 3 }
const DEFAULT_PRIORITY = 'background'

export function createRequester(options: RequesterOptions): Requester {
  const { base, backend, limiter, clock, requestTimeoutMs, maxResponseBytes, observer } = options
  const shared = new Map<string, SharedGet>()
  const counts = { requests: 0, errors: 0 }
  let isClosed = false

  const send = async (
    request: HttpRequest,
    call: CallOptions,
    what: string,
    progress: Progress = { isSent: false },
  ): Promise<Answer> => {
    const { priority = DEFAULT_PRIORITY } = call
    await limiter?.acquire({ priority, signal: request.signal })
    progress.isSent = true
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
      return createAnswer(response, bytes, what)
    } catch (error) {
      counts.errors += 1
      const reason: unknown = request.signal.aborted ? request.signal.reason : error
      const cause = reason instanceof AbortedError && reason.cause instanceof TimeoutError ? reason.cause : reason
      if (!NOT_THE_SERVERS.some((kind) => cause instanceof kind)) observer?.failed(cause)
      throw error
    }
  }
  const headers = { accept: 'application/hal+json', ...base.headers, ...options.headers }

  const startGet = (url: string, call: CallOptions, what: string): SharedGet => {
    const abort = new AbortController()
    const progress = { isSent: limiter === undefined }
    const answer = send({ method: 'GET', url, headers, signal: abort.signal }, call, what, progress)
    const started = { answer, abort, progress, rank: rankOf(call), sharers: 0 }
    const forget = (): void => {
      if (shared.get(url) === started) shared.delete(url)
    }
    answer.then(forget, forget)
    shared.set(url, started)
    return started
  }
  const join = (url: string, call: CallOptions, what: string): SharedGet => {
    const known = shared.get(url)
    // One that was sent before a ledger was known of may have been answered before it.
    const isAnyAge = call.minLedger === undefined
    // Who is in a hurry does not wait for the budget behind who is not.
    const isSoon = known !== undefined && isAnyAge && (known.progress.isSent || known.rank <= rankOf(call))
    const under = isSoon ? known : startGet(url, call, what)
    under.sharers += 1
    return under
  }
  /** Whoever leaves leaves the others; the last one ends the request. */
  const leave = (under: SharedGet | undefined, url: string, reason: Error): void => {
    if (under === undefined) return
    under.sharers -= 1
    if (under.sharers > 0) return
    if (shared.get(url) === under) shared.delete(url)
    under.abort.abort(reason)
  }
  const getShared = (url: string, call: CallOptions, what: string): Promise<Answer> => {
    let under: SharedGet | undefined
    const joined = (): Promise<Answer> => {
      under = join(url, call, what)
      return under.answer
    }
    return waitUntil(joined, { ...boundsOf(call), what, leave: (reason) => leave(under, url, reason) })
  }
  const boundsOf = ({ signal, timeoutMs = requestTimeoutMs }: CallOptions) => ({ clock, timeoutMs, signal })

  return {
    get: (path, query, call = {}) => {
      const what = `GET ${base.shown}${path}`
      return isClosed ? Promise.reject(closedError(what)) : getShared(base.resolve(path, query), call, what)
    },
    post: (path, form, call = {}) => {
      const what = `POST ${base.shown}${path}`
      const body = new URLSearchParams(form).toString()
      const formHeaders = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
      const post = (signal: AbortSignal): Promise<Answer> =>
        send({ method: 'POST', url: base.resolve(path), headers: formHeaders, body, signal }, call, what)
      return isClosed ? Promise.reject(closedError(what)) : withDeadline(post, { ...boundsOf(call), what })
    },
    stats: () => ({ ...counts }),
    close: () => {
      isClosed = true
    },
  }
}

function rankOf({ priority = DEFAULT_PRIORITY }: CallOptions): number {
  return RANKS[priority]
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
  return new ClosedError({ message: `${what} came after the client was closed.`, remedy: 'Make another client.' })
}

import { errors } from 'undici'
import { ConnectionError } from '../../errors.ts'
import type { HttpBackend, HttpRequest, HttpResponse } from '../../httpBackend.ts'
import { closedError } from '../closedError.ts'
import { createCallers } from '../createCallers.ts'
import { createInFlight } from '../createInFlight.ts'
import type { CheckedPoolOptions } from '../poolOptions.ts'
import { connectionError } from './connectionError.ts'
import { createDispatcher } from './createDispatcher.ts'
import { ACCEPT_ENCODING, decompress, isCompressed } from './decompress.ts'
import { exchange } from './exchange.ts'

export type UndiciBackendOptions = CheckedPoolOptions & {
  /** Streams stay open: they have no bound of connections, and are not compressed. */
  readonly isForStreams: boolean
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Carries requests over undici: HTTP/2 where the server offers it, else HTTP/1.1 kept alive. What is beyond the connections waits in undici, up to
 * the bound; who sends it bounds its time. Redirects are not followed: a 3xx is an answer like any other.
 */
export function createUndiciBackend(options: UndiciBackendOptions): HttpBackend {
  const { connectionCount, maxQueuedCount, maxResponseBytes, closeTimeoutMs, clock, isForStreams } = options
  const dispatcher = createDispatcher({
    ...options,
    connectionCount: isForStreams ? undefined : connectionCount,
  })
  const inFlight = createInFlight(isForStreams ? Number.POSITIVE_INFINITY : connectionCount + maxQueuedCount)
  const callers = createCallers()
  let closed: Promise<void> | undefined

  const toError = (error: Error, isSent: boolean): Error =>
    closed !== undefined && isOwnCut(error) ? closedError() : connectionError(error, isSent)
  const request = async (asked: HttpRequest): Promise<HttpResponse> => {
    asked.signal.throwIfAborted()
    if (closed !== undefined) throw closedError()
    const { origin, path } = splitUrl(asked.url)
    const compression = !isForStreams && (options.compression ?? isWorthCompressing(origin))
    const sent = compression ? { ...asked, headers: { ...asked.headers, 'accept-encoding': ACCEPT_ENCODING } } : asked
    const send = (): Promise<HttpResponse> => {
      const onOver = inFlight.enter(origin, asked.method)
      return exchange(dispatcher, { origin, path }, sent, { onOver, onLeft: callers.enter(), toError })
    }
    let answer: HttpResponse
    try {
      answer = await send()
    } catch (error) {
      if (asked.method !== 'GET' || !wasIdle(error)) throw error
      answer = await send()
    }
    const encoding = answer.headers['content-encoding']
    if (!isCompressed(encoding)) return answer
    const headers = { ...answer.headers, 'content-encoding': undefined, 'content-length': undefined }
    return { ...answer, headers, body: decompress(answer.body, encoding, maxResponseBytes) }
  }
  // Not undici's own close(): it waits also for what its callers left, such as a connection that is still being made.
  const destroy = async (): Promise<void> => {
    await callers.gone(closeTimeoutMs, clock)
    await dispatcher.destroy()
  }
  const close = (): Promise<void> => {
    closed ??= destroy()
    return closed
  }
  return { request, close, [Symbol.asyncDispose]: close }
}

/** What is asked for is written as `BaseUrl` writes it, so that it needs no parser. */
function splitUrl(url: string): { readonly origin: string; readonly path: string } {
  const at = url.indexOf('/', url.indexOf('://') + 3)
  return at === -1 ? { origin: url, path: '/' } : { origin: url.slice(0, at), path: url.slice(at) }
}

/**
 * Whether the server closed a connection that was idle in the very moment in which a request was written to it: that says nothing of the server, and the
 * next connection is a new one. What changes nothing is sent once more then, as browsers do; a form never.
 */
function wasIdle(error: unknown): boolean {
  if (!(error instanceof ConnectionError)) return false
  const { cause } = error
  if (cause instanceof errors.SocketError) return (cause.socket?.bytesRead ?? 0) > 0 // something had come over it before
  return cause instanceof Error && 'code' in cause && (cause.code === 'ECONNRESET' || cause.code === 'EPIPE')
}

/** Not on the way to this machine itself. */
function isWorthCompressing(origin: string): boolean {
  return origin.startsWith('https:') && !isLoopback(new URL(origin).hostname)
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}

function isOwnCut(error: Error): boolean {
  return 'code' in error && (error.code === 'UND_ERR_DESTROYED' || error.code === 'UND_ERR_CLOSED')
}

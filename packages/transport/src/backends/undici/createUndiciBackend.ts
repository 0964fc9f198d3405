import { ClosedError } from '@sdex/primitives'
import { errors } from 'undici'
import { ConnectionError } from '../../errors.ts'
import type { HttpBackend, HttpRequest, HttpResponse } from '../../httpBackend.ts'
import { createCallers } from '../callers.ts'
import { createInFlight } from '../inFlight.ts'
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

  const toError = (error: Error): Error =>
    closed !== undefined && isOwnCut(error) ? closedError() : connectionError(error)
  const request = async (asked: HttpRequest): Promise<HttpResponse> => {
    asked.signal.throwIfAborted()
    if (closed !== undefined) throw closedError()
    const { origin, pathname, search, protocol, hostname } = new URL(asked.url)
    const compression = !isForStreams && (options.compression ?? (protocol === 'https:' && !isLoopback(hostname)))
    const sent = compression ? { ...asked, headers: { ...asked.headers, 'accept-encoding': ACCEPT_ENCODING } } : asked
    const target = { origin, path: `${pathname}${search}` }
    const send = async (): Promise<HttpResponse> => {
      const onOver = inFlight.enter(origin, asked.method)
      return exchange(dispatcher, target, sent, { onLeft: callers.enter(), onOver, toError })
    }
    const answer = await (asked.method === 'GET' ? onceMore(send) : send())
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

/**
 * A server may close a connection that was idle in the very moment in which a request is written to it: that says nothing of the server, and the next
 * connection is a new one. What changes nothing is sent once more then, as browsers do; a form never.
 */
async function onceMore(send: () => Promise<HttpResponse>): Promise<HttpResponse> {
  try {
    return await send()
  } catch (error) {
    if (error instanceof ConnectionError && wasKeptConnection(error.cause)) return send()
    throw error
  }
}

/** Whether something had come over the connection before, as far as that is known. */
function wasKeptConnection(cause: unknown): boolean {
  if (cause instanceof errors.SocketError) return (cause.socket?.bytesRead ?? 0) > 0
  return cause instanceof Error && 'code' in cause && (cause.code === 'ECONNRESET' || cause.code === 'EPIPE')
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}

function isOwnCut(error: Error): boolean {
  return 'code' in error && (error.code === 'UND_ERR_DESTROYED' || error.code === 'UND_ERR_CLOSED')
}

function closedError(): ClosedError {
  return new ClosedError({ message: 'The connections were closed.', remedy: 'Make a new client.' })
}

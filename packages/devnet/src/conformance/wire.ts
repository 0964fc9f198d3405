import { Buffer } from 'node:buffer'
import { type IncomingHttpHeaders, type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import { AbortedError, type Closeable, TimeoutError } from '@sdex/primitives'
import { ExpectationError } from './errors.ts'

/** An answer as it came, decoded by nobody. */
export type RawAnswer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

export type RawRequest = {
  readonly method?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: string | undefined
}

/** Requests to one server, on connections kept open. */
export type Wire = Closeable & {
  /** Path and query, from the server's root. */
  request(path: string, request: RawRequest, signal: AbortSignal): Promise<RawAnswer>
  /** The answer once its headers are there; reading and destroying it is the caller's. */
  open(path: string, request: RawRequest, signal: AbortSignal): Promise<IncomingMessage>
}

/** An answer that is larger is none that a card asks for. */
const MAX_BYTES = 16 << 20
/** Without a byte for so long a connection is given up. */
const IDLE_MS = 120_000

/** Speaks to a server through node's own client, which adds no header of its own but Host and Connection. */
export function createWire(url: URL): Wire {
  const isTls = url.protocol === 'https:'
  const agent = new (isTls ? TlsAgent : PlainAgent)({ keepAlive: true, maxSockets: 16 })
  const base = url.href.replace(/\/+$/, '')

  const open: Wire['open'] = (path, { method = 'GET', headers = {}, body }, signal) =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body).toString() }
      const options = { agent, method, headers: { ...headers, ...length }, timeout: IDLE_MS }
      let answer: IncomingMessage | undefined
      const sent = (isTls ? tlsRequest : plainRequest)(`${base}${path}`, options, (message) => {
        answer = message.on('error', () => {}) // told to whoever reads it; an unread one that is aborted concerns nobody
        resolve(message)
      })
      // Not node's own signal option: that one stays with the connection, and would end it under the next request.
      const abort = (): void => {
        if (answer === undefined) sent.destroy(aborted(path))
        else answer.destroy()
      }
      signal.addEventListener('abort', abort, { once: true })
      sent.once('close', () => signal.removeEventListener('abort', abort))
      sent.on('error', reject)
      sent.once('timeout', () => sent.destroy(silence(path)))
      if (signal.aborted) abort()
      else sent.end(body)
    })
  const request: Wire['request'] = async (path, asked, signal) => {
    const message = await open(path, asked, signal)
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of message as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      size += chunk.length
      if (size > MAX_BYTES) throw new ExpectationError({ what: `${path}, size`, actual: size, expected: 'a page' })
    }
    return { status: message.statusCode ?? 0, headers: message.headers, bytes: Buffer.concat(chunks) }
  }
  const close = async (): Promise<void> => agent.destroy()
  return { request, open, close, [Symbol.asyncDispose]: close }
}

function aborted(path: string): AbortedError {
  return new AbortedError({ message: `${path} was given up.`, remedy: 'Ask again, with more time.', input: path })
}

function silence(path: string): TimeoutError {
  return new TimeoutError({
    message: `${path} was silent for ${IDLE_MS} ms.`,
    remedy: 'Look whether the server still runs.',
    input: path,
  })
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { deflateRaw, gzip } from 'node:zlib'
import { type Json, renderIndented } from './json.ts'
import { type Problem, problemBody } from './problem.ts'

/** An answer, rendered. */
export type Reply = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** The compressed body, made once for each encoding however often it is sent. */
  readonly compressed?: (encoding: Encoding) => Promise<Buffer>
}

type Encoding = 'gzip' | 'deflate'

/** Go's `deflate` is the bare stream, without zlib's frame; clients read both. */
const COMPRESS = { gzip: promisify(gzip), deflate: promisify<Buffer, Buffer>(deflateRaw) } as const

const NO_CACHE = { 'Cache-Control': 'no-cache, no-store, max-age=0' }

/** A success: `application/hal+json`, the only type that is compressed. */
export function halReply(content: Json, extra: Partial<Pick<Reply, 'status' | 'headers'>> = {}): Reply {
  const body = Buffer.from(renderIndented(content))
  const compressed: { [Name in Encoding]?: Promise<Buffer> } = {}
  return {
    status: extra.status ?? 200,
    headers: {
      'Content-Type': 'application/hal+json; charset=utf-8',
      'Content-Disposition': 'inline',
      ...NO_CACHE,
      ...extra.headers,
    },
    body,
    compressed: (encoding) => {
      compressed[encoding] ??= COMPRESS[encoding](body)
      return compressed[encoding]
    },
  }
}

/** Anything but a success: `application/problem+json`. */
export function problemReply(problem: Problem, headers: Reply['headers'] = {}): Reply {
  return {
    status: problem.status,
    headers: { 'Content-Type': 'application/problem+json; charset=utf-8', ...NO_CACHE, ...headers },
    body: Buffer.from(renderIndented(problemBody(problem))),
  }
}

/** Bytes as they are. What they are is guessed from them, as Go's server does: text unless there is a byte that text has not. */
export function rawReply(body: Buffer, headers: Reply['headers'] = {}): Reply {
  const isText = body.every((byte) => byte >= 0x20 || TEXT_CONTROLS.includes(byte))
  const type = isText ? 'text/plain; charset=utf-8' : 'application/octet-stream'
  return { status: 200, headers: { 'Content-Type': type, ...NO_CACHE, ...headers }, body }
}

/** Tab, line feed, form feed, carriage return, escape. */
const TEXT_CONTROLS: readonly number[] = [0x09, 0x0a, 0x0c, 0x0d, 0x1b]

/** Go's `http.Redirect` with 307: a page for who does not follow by itself, unless it posted. */
export function redirectReply(method: string, target: string): Reply {
  const headers = { Location: target, ...NO_CACHE }
  if (method !== 'GET') return emptyReply(307, headers)
  const href = target.replace(/[&<>"']/g, (sign) => HTML_ESCAPES[sign] ?? sign)
  return {
    status: 307,
    headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers },
    body: Buffer.from(`<a href="${href}">Temporary Redirect</a>.\n\n`),
  }
}

/** As Go's `html.EscapeString` writes them. */
const HTML_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
}

/** An answer without a body, such as 405 or the answer to a preflight. */
export function emptyReply(status: number, headers: Reply['headers'] = {}): Reply {
  return { status, headers, body: Buffer.alloc(0) }
}

/** Sends a reply, compressed if the client takes that. */
export async function sendReply(request: IncomingMessage, response: ServerResponse, reply: Reply): Promise<void> {
  const headers = { ...reply.headers, ...corsHeaders(request) }
  const encoding = encodingFor(request)
  if (reply.compressed === undefined || encoding === undefined) {
    response.writeHead(reply.status, { ...headers, 'Content-Length': reply.body.length }).end(reply.body)
    return
  }
  const body = await reply.compressed(encoding)
  response
    .writeHead(reply.status, { ...headers, 'Content-Encoding': encoding, Vary: 'Origin, Accept-Encoding' })
    .end(body)
}

/** Any origin may read the answer, but of its headers only two. */
function corsHeaders({ headers: { origin } }: IncomingMessage): Reply['headers'] {
  if (origin === undefined) return { Vary: 'Origin' }
  return {
    Vary: 'Origin',
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': 'Date, Latest-Ledger',
  }
}

/** Whether a browser asks before it sends: CORS takes it by this header, whatever the route (rs/cors). */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && (headers['access-control-request-method'] ?? '') !== ''
}

/** The answer to a browser that asks whether it may send a request. */
export function preflightReply({ headers }: IncomingMessage): Reply {
  const method = headers['access-control-request-method']
  const names = headers['access-control-request-headers']
  return emptyReply(204, {
    ...(method === undefined ? {} : { 'Access-Control-Allow-Methods': method }),
    ...(names === undefined ? {} : { 'Access-Control-Allow-Headers': names }),
  })
}

/** Horizon prefers gzip, whichever is named first. */
function encodingFor({ headers }: IncomingMessage): Encoding | undefined {
  const accepted = String(headers['accept-encoding'] ?? '')
  if (/\bgzip\b/i.test(accepted)) return 'gzip'
  return /\bdeflate\b/i.test(accepted) ? 'deflate' : undefined
}

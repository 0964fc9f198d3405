import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '@sdex/primitives'
import type { ApiRequest } from './apiRequest.ts'
import { readForm } from './form.ts'
import { latestLedger } from './historyPage.ts'
import type { Json } from './json.ts'
import { createLedgerMemo } from './ledgerMemo.ts'
import { negotiate } from './negotiate.ts'
import { renderPage } from './paging.ts'
import { notAcceptable, notFound, ProblemError, rateLimitExceeded, serverError } from './problem.ts'
import { clientAddress } from './rateLimit/clientAddress.ts'
import type { RateLimiter } from './rateLimit/createRateLimiter.ts'
import { rateLimitHeaders } from './rateLimit/rateLimitHeaders.ts'
import { ClientGoneError } from './readBody.ts'
import {
  emptyReply,
  halReply,
  isPreflight,
  preflightReply,
  problemReply,
  type Reply,
  rawReply,
  redirectReply,
  sendReply,
} from './reply.ts'
import { splitTarget } from './requestTarget.ts'
import type { Command, HorizonData, PlainRoute, Redirect, Resource, Route, SlowRoute } from './route.ts'
import { createRouter } from './router.ts'
import { type StreamEvent, serveStream } from './sse.ts'
import { streamSource } from './streamSource.ts'
import type { Tampering } from './tampering.ts'
import { type Cadence, createWakeups } from './wakeups.ts'

/** Horizon over one ledger: answers requests, feeds streams. */
export type Horizon = {
  /** Answers a request. What goes wrong with it on purpose comes with it. */
  readonly handle: (request: IncomingMessage, response: ServerResponse, tampering?: Tampering) => void
  /** Call after each commit, when state and history are of the new ledger. */
  committed(): void
}

export type HorizonOptions = {
  readonly data: HorizonData
  readonly routes: readonly (Route | SlowRoute | PlainRoute | Redirect)[]
  readonly commands: readonly Command[]
  readonly clock: Clock
  readonly cadence: Cadence
  /** Absent: every request is let through. */
  readonly rateLimiter?: RateLimiter | undefined
  /** Told of what should not happen: the client gets a 500. */
  readonly onError: (error: unknown) => void
}

/** Horizon's `SSE_UPDATE_FREQUENCY`. */
const STREAM_POLL_MS = 5_000
/** Bounds of what is kept until the next ledger. */
const MAX_REPLY_BYTES = 32 << 20
const MAX_EVENT_BYTES = 32 << 20

/** A request, and what goes wrong with it on purpose. */
type Arrival = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly tampering: Tampering | undefined
}

/** One that found its way. */
type Exchange = Arrival & {
  readonly path: string
  readonly query: URLSearchParams
  readonly params: ApiRequest['params']
}

/** Makes the request handler. It opens nothing by itself. */
export function createHorizon(options: HorizonOptions): Horizon {
  const { data, routes, commands, clock, cadence, rateLimiter, onError } = options
  const router = createRouter<Route | SlowRoute | PlainRoute | Redirect | Command>([...routes, ...commands])
  const wakeups = createWakeups({ cadence, clock, pollMs: STREAM_POLL_MS })
  const replies = createLedgerMemo<Reply>({ maxBytes: MAX_REPLY_BYTES, sizeOf: ({ body }) => body.length })
  const memo = createLedgerMemo<readonly StreamEvent[]>({ maxBytes: MAX_EVENT_BYTES, sizeOf: eventBytes })

  /** Undefined when the answer is a stream, which goes its own way. */
  const answer = async (arrival: Arrival): Promise<Reply | undefined> => {
    const { request } = arrival
    const { path, search } = splitTarget(request.url)
    const query = new URLSearchParams(search)
    if (isPreflight(request)) return preflightReply(request)
    const matches = router.match(path)
    if (matches.length === 0) return problemReply(notFound)
    const method = request.method ?? ''
    for (const { target, params } of matches) {
      const exchange = { ...arrival, path, query, params }
      if ('open' in target && method === 'GET') return get(target, exchange)
      if ('start' in target && method === 'GET') return getSlowly(target, exchange)
      if ('text' in target && method === 'GET') return rawReply(Buffer.from(target.text()), headersOf(target))
      if ('target' in target && target.methods.includes(method)) {
        return redirectReply(method, target.target({ origin: originOf(request), search }))
      }
      if ('run' in target && target.methods.includes(method)) return run(target, exchange)
    }
    return emptyReply(405)
  }

  const headersOf = ({ family }: Pick<Route, 'family'>): Reply['headers'] =>
    family === 'state' ? { 'Latest-Ledger': latestLedger(data).toString() } : {}

  const get = (route: Route, exchange: Exchange): Reply | undefined => {
    const { request, response, tampering } = exchange
    const headers = headersOf(route)
    const asked = readRequest(exchange)
    const key = `${asked.origin}${request.url}`
    try {
      const media = negotiate(request.headers.accept)
      if (media === 'stream' && route.streams) {
        const takeToken = rateLimiter && (() => !rateLimiter.take(clientAddress(request)).isLimited)
        const context = { clock, wakeups, takeToken, tamper: tampering?.sink }
        serveStream(response, streamSource(route.open(asked), { key, memo }), context)
        return undefined
      }
      if (media === 'raw' && route.raw !== undefined) return rawReply(route.raw(asked), headers)
      if (media !== 'hal') throw new ProblemError(notAcceptable)
      const render = (): Reply => halReply(renderResource(asked, route.open(asked)), { headers })
      return asked.lastEventId === undefined ? replies.get(key, render) : render()
    } catch (error) {
      if (error instanceof ProblemError) return problemReply(error.problem, headers)
      throw error
    }
  }
  /** Undefined when the client is gone before it is answered. */
  const getSlowly = async (route: SlowRoute, exchange: Exchange): Promise<Reply | undefined> => {
    const { request, response } = exchange
    const headers = headersOf(route)
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    try {
      if (negotiate(request.headers.accept) !== 'hal') throw new ProblemError(notAcceptable)
      return halReply(await route.start(readRequest(exchange))(gone.signal), { headers })
    } catch (error) {
      if (error instanceof ProblemError) return problemReply(error.problem, headers)
      if (gone.signal.aborted) return undefined
      throw error
    }
  }
  const answerOrProblem = (arrival: Arrival): Promise<Reply | undefined> =>
    answer(arrival).catch((error: unknown) => {
      if (error instanceof ClientGoneError) return undefined
      if (error instanceof ProblemError) return problemReply(error.problem)
      onError(error)
      return problemReply(serverError)
    })

  /** Streams pay by the look, and preflights do not pay. */
  const limited = async (arrival: Arrival, limiter: RateLimiter): Promise<Reply | undefined> => {
    const { request } = arrival
    if (isPreflight(request) || negotiate(request.headers.accept) === 'stream') return answerOrProblem(arrival)
    const verdict = limiter.take(clientAddress(request))
    const reply = verdict.isLimited ? problemReply(rateLimitExceeded) : await answerOrProblem(arrival)
    return reply && { ...reply, headers: { ...reply.headers, ...rateLimitHeaders(verdict) } }
  }

  const answerTo = (arrival: Arrival): Promise<Reply | undefined> => {
    const { tampering } = arrival
    if (tampering?.answer !== undefined) return Promise.resolve(tampering.answer())
    return rateLimiter === undefined ? answerOrProblem(arrival) : limited(arrival, rateLimiter)
  }
  const handle: Horizon['handle'] = (request, response, tampering) => {
    const arrival = { request, response, tampering }
    answerTo(arrival)
      .then(async (reply) => {
        if (reply === undefined || response.destroyed) return
        if (tampering?.send !== undefined) await tampering.send({ request, response }, reply)
        else await sendReply(request, response, reply)
      })
      .catch(onError)
  }
  const committed = (): void => {
    replies.forget()
    memo.forget()
    wakeups.committed()
  }
  return { handle, committed }
}

async function run(command: Command, { request, response, query, tampering }: Exchange): Promise<Reply> {
  if (negotiate(request.headers.accept) !== 'hal') return problemReply(notAcceptable)
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const fields = await readForm(request, query)
  return command.run({ origin: originOf(request), fields, signal: gone.signal, fate: tampering?.submission })
}

function readRequest({ request, path, query, params }: Exchange): ApiRequest {
  const lastEventId = request.headers['last-event-id']
  return {
    origin: originOf(request),
    path,
    params,
    query,
    url: request.url ?? path,
    lastEventId: typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : undefined,
  }
}

/** Links lead to where the client came from, also through a proxy. */
function originOf({ headers }: IncomingMessage): string {
  const scheme = headers['x-forwarded-proto'] ?? 'http'
  return `${Array.isArray(scheme) ? scheme[0] : scheme}://${headers.host ?? 'localhost'}`
}

function renderResource(request: ApiRequest, resource: Resource): Json {
  if (resource.type === 'object') return resource.read()
  return renderPage(request, resource.paging, resource.read(resource.paging))
}

function eventBytes(events: readonly StreamEvent[]): number {
  return events.reduce((bytes, { data }) => bytes + data.length, 64)
}

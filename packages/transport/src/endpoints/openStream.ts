import { type Clock, type Random, sleep, waitUntil } from '@sdex/primitives'
import type { Query } from '../baseUrl.ts'
import { connectionErrorOf } from '../errors.ts'
import type { HttpBackend, HttpRequest, HttpResponse } from '../httpBackend.ts'
import { budgetOf } from '../parseAnswer.ts'
import type { RequestLimiter, RequestPriority } from '../types/requests.ts'
import { VERIFIED_FOR_MS } from './askAround.ts'
import { createOpening } from './createOpening.ts'
import type { Endpoint } from './endpoint.ts'
import type { Pool } from './pool.ts'

/** Servers for connections of streams. */
export type StreamServers = {
  readonly count: number
  /** What is shown of a request, before it is known where it goes. */
  shown(path: string): string
  /** Resolves when a server wants requests, which is at once unless all named a time before which they do not. */
  ready(signal: AbortSignal): Promise<void>
  /** The best of those that want requests, but the one where the stream failed last only where there is no other. */
  choose(failedAt: StreamServer | undefined): StreamServer
  /** Whether another try would go to one of several that nothing speaks against: it may follow at once. */
  canMove(failedAt: StreamServer | undefined): boolean
  /** The ledgers of a server are not of the chain that they were of: whose it is, is looked at before anything else is taken from there. */
  doubt(): void
  /** The answers of the server to requests do not help this stream: others come before it for a while. */
  demote(): void
}

export type StreamRequest = {
  readonly path: string
  readonly query: Query
  readonly priority: RequestPriority
  /** Ends the wait, and the connection. */
  readonly signal: AbortSignal
  /** Where the stream's connection before was: who changes servers looks first whether it is the same network. */
  readonly lastAt: StreamServer | undefined
}

/** One of the servers, as its streams know it. */
export type StreamServer = {
  readonly limiter: RequestLimiter | undefined
  /** What is shown of a request to it. */
  shown(path: string): string
  /** Opens a connection: waits for the budget, then for the head of the answer. */
  open(request: StreamRequest): Promise<HttpResponse>
  /** Why a stream is better off at another server; `undefined` while it is not. */
  reasonToLeave(): string | undefined
  sawLedger(sequence: number): void
  /** A stream went wrong there: others come first for a while. */
  demote(): void
  /** It named the time before which it wants no request. */
  hold(forMs: number): void
}

/** Time that a connection may wait for the server's budget. */
const QUEUE_TIMEOUT_MS = 60_000
/** Time that may pass until the head of the answer. */
const CONNECT_TIMEOUT_MS = 15_000
/** Time between looks whether another server wants requests before the one that is waited for. */
const HELD_LOOK_MS = 5_000
/** Spreads those who wait for the same time. */
const SPREAD_MS = 1_000
/** A stream leaves a server that is further behind the newest ledger than that. */
const MAX_LAG_LEDGERS = 5

export function createStreamServers(options: {
  readonly pool: Pool
  /** Each stream keeps a connection of it, so it should have no bound that requests share. */
  readonly backend: HttpBackend
  readonly clock: Clock
  readonly random: Random
}): StreamServers {
  const { pool, backend, clock, random } = options
  const opening = createOpening(clock)
  const servers = new Map<Endpoint, StreamServer>()
  const serverOf = (endpoint: Endpoint): StreamServer => {
    const known = servers.get(endpoint)
    if (known !== undefined) return known
    const server = streamServer(pool, endpoint, (request) => openAt(endpoint, request))
    servers.set(endpoint, server)
    return server
  }

  const openAt = async (
    endpoint: Endpoint,
    { path, query, priority, signal, lastAt }: StreamRequest,
  ): Promise<HttpResponse> => {
    const { base, limiter, health } = endpoint
    // Whoever opens ends the connection himself, and nobody ends a look that others share.
    const deadline = { clock, timeoutMs: CONNECT_TIMEOUT_MS, signal, what: shown(endpoint, path), leave: () => {} }
    const isChange = lastAt === undefined ? endpoint !== pool.current : lastAt !== servers.get(endpoint)
    const maxAgeMs = isChange ? VERIFIED_FOR_MS : Number.POSITIVE_INFINITY
    if (!endpoint.isVerified(maxAgeMs)) await waitUntil(() => endpoint.verify(maxAgeMs), deadline)
    await limiter?.acquire({ priority, signal, timeoutMs: QUEUE_TIMEOUT_MS })
    const headers = { accept: 'text/event-stream', ...base.headers, ...endpoint.headers }
    const request: HttpRequest = { method: 'GET', url: base.resolve(path, query), headers, signal }
    await opening.enter(signal) // last, so that who waits for the budget holds no place
    const startMs = clock.now()
    try {
      // Not begun when the caller has left by now: nobody would hear of its failure.
      const response = await waitUntil(() => backend.request(request), deadline)
      const latencyMs = clock.now() - startMs
      limiter?.observe(budgetOf(response, latencyMs))
      health.answered({ isGood: response.status < 500, latencyMs })
      return response
    } catch (error) {
      if (!signal.aborted) health.failed(error)
      throw connectionErrorOf(error, shown(endpoint, path))
    } finally {
      opening.leave()
    }
  }
  const best = (failedAt: StreamServer | undefined): Endpoint | undefined => {
    // Streams pause by themselves between tries, so that each try is a probe: where all servers are down, the first one is tried.
    const soonest = pool.candidates(true).toSorted((a, b) => a.health.heldMs - b.health.heldMs)
    return soonest.find((it) => it.health.heldMs === 0 && serverOf(it) !== failedAt) ?? soonest[0]
  }
  return {
    count: pool.endpoints.length,
    shown: (path) => shown(pool.current ?? pool.endpoints[0], path),
    ready: async (signal) => {
      for (;;) {
        const heldMs = best(undefined)?.health.heldMs ?? 0
        if (heldMs === 0) return
        await sleep(clock, Math.min(heldMs, HELD_LOOK_MS) + random() * SPREAD_MS, signal)
      }
    },
    choose: (failedAt) => {
      const endpoint = best(failedAt)
      if (endpoint === undefined) throw pool.unavailable()
      return serverOf(endpoint)
    },
    canMove: (failedAt) => pool.endpoints.length > 1 && best(failedAt)?.health.isDemoted === false,
    doubt: () => {
      for (const endpoint of pool.endpoints) endpoint.doubt()
    },
    demote: () => pool.current?.health.demote(),
  }
}

function streamServer(pool: Pool, endpoint: Endpoint, openAt: StreamServer['open']): StreamServer {
  const { health } = endpoint
  return {
    limiter: endpoint.limiter,
    shown: (path) => shown(endpoint, path),
    open: async (request) => {
      try {
        return await openAt(request)
      } catch (error) {
        if (!request.signal.aborted) health.demote()
        throw error
      }
    },
    reasonToLeave: () => reasonToLeave(pool, endpoint),
    sawLedger: endpoint.sawLedger,
    demote: health.demote,
    hold: health.hold,
  }
}

function shown(endpoint: Endpoint | undefined, path: string): string {
  return `GET ${endpoint?.base.shown ?? ''}${path}`
}

function reasonToLeave(pool: Pool, { health, refusal }: Endpoint): string | undefined {
  if (refusal !== undefined) return refusal.message
  // Where another one is demoted, the stream would be sent back here, at each beat.
  const best = pool.candidates().find((it) => !it.health.isDemoted)
  if (best === undefined || best.health === health) return undefined
  if (health.isDown) return 'The server is down, and another one is not.'
  const { lagLedgers } = health
  return lagLedgers > MAX_LAG_LEDGERS && best.health.lagLedgers < lagLedgers
    ? `The server is ${lagLedgers} ledgers behind another one.`
    : undefined
}

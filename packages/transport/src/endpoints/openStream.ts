import { type Clock, waitUntil } from '@sdex/primitives'
import type { Query } from '../baseUrl.ts'
import type { HttpBackend, HttpRequest, HttpResponse } from '../httpBackend.ts'
import { budgetOf } from '../parseAnswer.ts'
import type { RequestLimiter, RequestPriority } from '../types/requests.ts'
import { createOpening } from './createOpening.ts'
import type { Endpoint } from './endpoint.ts'
import type { Pool } from './pool.ts'

/** Opens connections of streams, each to the server that is best at the moment. */
export type StreamServers = {
  readonly count: number
  /** Whether another try would go to one of several that nothing speaks against: it may follow at once. */
  canMove(): boolean
  /** What is shown of a request, before it is known where it goes. */
  shown(path: string): string
  /** Waits for the budget, then for the head of the answer. */
  open(request: StreamRequest): Promise<OpenedStream>
  /** The ledgers of a server are not of the chain that they were of: whose it is, is looked at before anything else is taken from there. */
  doubt(): void
  /** What requests were answered is of no use to a stream: others come before that server for a while. */
  demote(): void
}

export type StreamRequest = {
  readonly path: string
  readonly query: Query
  readonly priority: RequestPriority
  /** Ends the wait, and the connection. */
  readonly signal: AbortSignal
}

/** One of the servers, as its streams know it. */
export type StreamServer = {
  readonly limiter: RequestLimiter | undefined
  /** What is shown of a request to it. */
  shown(path: string): string
  /** Why a stream is better off at another server; `undefined` while it is not. */
  reasonToLeave(): string | undefined
  sawLedger(sequence: number): void
  /** A stream went wrong there: others come first for a while. */
  demote(): void
}

/** A connection, and the server that it is to. */
export type OpenedStream = { readonly server: StreamServer; readonly response: HttpResponse }

/** Time that a connection may wait for the server's budget. */
const QUEUE_TIMEOUT_MS = 60_000
/** Time that may pass until the head of the answer. */
const CONNECT_TIMEOUT_MS = 15_000
/** A stream leaves a server that is further behind the newest ledger than that. */
const MAX_LAG_LEDGERS = 5

export function createStreamServers(options: {
  readonly pool: Pool
  /** Each stream keeps a connection of it, so it should have no bound that requests share. */
  readonly backend: HttpBackend
  readonly clock: Clock
}): StreamServers {
  const { pool, backend, clock } = options
  const opening = createOpening(clock)
  const servers = new Map<Endpoint, StreamServer>()
  const serverOf = (endpoint: Endpoint): StreamServer => {
    const known = servers.get(endpoint)
    if (known !== undefined) return known
    const server = streamServer(pool, endpoint)
    servers.set(endpoint, server)
    return server
  }

  const openAt = async (
    endpoint: Endpoint,
    { path, query, priority, signal }: StreamRequest,
  ): Promise<HttpResponse> => {
    const { base, limiter, health } = endpoint
    // Whoever opens ends the connection himself, and nobody ends a look that others share.
    const deadline = { clock, timeoutMs: CONNECT_TIMEOUT_MS, signal, what: shown(endpoint, path), leave: () => {} }
    if (!endpoint.isVerified(Number.POSITIVE_INFINITY)) {
      await waitUntil(() => endpoint.verify(Number.POSITIVE_INFINITY), deadline)
    }
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
      throw error
    } finally {
      opening.leave()
    }
  }
  return {
    count: pool.endpoints.length,
    canMove: () => pool.endpoints.length > 1 && pool.candidates()[0]?.health.isDemoted === false,
    shown: (path) => shown(pool.current ?? pool.endpoints[0], path),
    open: async (request) => {
      const endpoint = choose(pool)
      try {
        return { server: serverOf(endpoint), response: await openAt(endpoint, request) }
      } catch (error) {
        if (!request.signal.aborted) endpoint.health.demote()
        throw error
      }
    },
    doubt: () => {
      for (const endpoint of pool.endpoints) endpoint.doubt()
    },
    demote: () => pool.current?.health.demote(),
  }
}

/** Streams pause by themselves between tries, so that each try is a probe: where all servers are down, the first one is tried. */
function choose(pool: Pool): Endpoint {
  const endpoint = pool.candidates(true)[0]
  if (endpoint === undefined) throw pool.unavailable()
  return endpoint
}

function streamServer(pool: Pool, endpoint: Endpoint): StreamServer {
  return {
    limiter: endpoint.limiter,
    shown: (path) => shown(endpoint, path),
    reasonToLeave: () => reasonToLeave(pool, endpoint),
    sawLedger: endpoint.sawLedger,
    demote: () => endpoint.health.demote(),
  }
}

function shown(endpoint: Endpoint | undefined, path: string): string {
  return `GET ${endpoint?.base.shown ?? ''}${path}`
}

function reasonToLeave(pool: Pool, { health, refusal }: Endpoint): string | undefined {
  if (refusal !== undefined) return refusal.message
  const [best] = pool.candidates()
  if (best === undefined || best.health === health) return undefined
  if (health.isDown) return 'The server is down, and another one is not.'
  const lag = pool.latestLedger - health.latestLedger
  return lag > MAX_LAG_LEDGERS && best.health.latestLedger > health.latestLedger
    ? `The server is ${lag} ledgers behind another one.`
    : undefined
}

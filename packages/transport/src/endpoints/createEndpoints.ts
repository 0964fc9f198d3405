import { type Clock, isSdexError, type Random, TimeoutError } from '@sdex/primitives'
import { BehaviorSubject, distinctUntilChanged, map, type Observable, Subject } from 'rxjs'
import { parseBaseUrl } from '../baseUrl.ts'
import { createRequester, type Requester, type RequesterOptions, type RequestObserver } from '../createRequester.ts'
import type { HttpBackend } from '../httpBackend.ts'
import { latestLedgerIn } from '../latestLedgerIn.ts'
import { createCloseDelay } from './createCloseDelay.ts'
import { createFailover } from './createFailover.ts'
import { createLookAround } from './createLookAround.ts'
import { createEndpoint, type Endpoint } from './endpoint.ts'
import { createHealth, type Health } from './health.ts'
import { createIdentity } from './identity.ts'
import { createStreamServers, type StreamServers } from './openStream.ts'
import { createPool, type Pool } from './pool.ts'
import type { EndpointState, EndpointsHealth, HorizonEndpoint, LedgerAnchor } from './types.ts'

/** All servers of a client. */
export type Endpoints = {
  readonly requester: Requester
  readonly streams: StreamServers
  /** The servers that may be asked now, best first, each for itself: for what has to be of one server. */
  each(): readonly Pick<Requester, 'get'>[]
  /** Without credentials, path prefix and query, of the server that is asked first. */
  readonly horizonUrl: string
  readonly anchor: LedgerAnchor | undefined
  /** Emits the newest ledger known of any server, when there is a newer one. Hot; keeps no value. */
  readonly ledgerTicks$: Observable<number>
  readonly health$: Observable<EndpointsHealth>
  /** Told of each ledger of the ledger stream, as it comes. */
  onLedger(ledger: LedgerAnchor): void
  close(): void
}

export type EndpointsOptions = Pick<RequesterOptions, 'clock' | 'requestTimeoutMs' | 'maxResponseBytes'> & {
  readonly endpoints: readonly HorizonEndpoint[]
  readonly backends: { readonly requests: HttpBackend; readonly streams: HttpBackend }
  readonly clock: Clock
  readonly random: Random
  readonly networkPassphrase: string | undefined
  readonly anchor: LedgerAnchor | undefined
  readonly hedgeAfterMs: number | undefined
}

/** Makes the servers of a client. Nothing is asked before somebody asks. */
export function createEndpoints(options: EndpointsOptions): Endpoints {
  const {
    endpoints: given,
    backends,
    clock,
    random,
    requestTimeoutMs,
    maxResponseBytes,
    networkPassphrase,
    anchor,
  } = options
  // One server without a known network is taken as it is; of several each has to be of the same.
  const hasIdentity = given.length > 1 || networkPassphrase !== undefined || anchor !== undefined
  const identity = createIdentity({ networkPassphrase, anchor })
  const fairMs = requestTimeoutMs / Math.max(MIN_FAIR_PARTS, 2 * given.length)
  const closeDelay = createCloseDelay(clock)
  const tick$ = new Subject<number>()
  const changed$ = new BehaviorSubject<void>(undefined)
  const onChange = (): void => changed$.next()

  const sawLedger = (health: Health, sequence: number): void => {
    const isNews = sequence > pool.latestLedger
    health.sawLedger(sequence)
    if (!isNews) return
    tick$.next(sequence)
    onChange()
  }
  const build = ({ horizonUrl, limiter, headers = {} }: HorizonEndpoint): Endpoint => {
    const base = parseBaseUrl(horizonUrl)
    const health = createHealth({ clock, random })
    const saw = (sequence: number): void => sawLedger(health, sequence)
    let doubtedMs = Number.NEGATIVE_INFINITY
    const wentBack = (): void => {
      if (clock.now() - doubtedMs < DOUBT_PAUSE_MS) return
      doubtedMs = clock.now()
      endpoint.doubt()
    }
    const observer = observe(health, { fairMs, onChange, sawLedger: saw, wentBack })
    const common = { base, limiter, headers }
    const requester = createRequester({
      ...{ ...common, clock, requestTimeoutMs, maxResponseBytes, observer },
      backend: backends.requests,
    })
    const endpoint = createEndpoint({
      ...common,
      requester,
      health,
      sawLedger: saw,
      identity,
      isTrusted: !hasIdentity,
      clock,
      timeoutMs: requestTimeoutMs,
      onChange,
    })
    return endpoint
  }
  const lookAround = createLookAround(clock)
  const pool: Pool = createPool(given.map(build), onChange, () => lookAround(pool))
  return {
    requester: createFailover({ pool, clock, requestTimeoutMs, hedgeAfterMs: options.hedgeAfterMs }),
    streams: createStreamServers({ pool, clock, random, backend: backends.streams }),
    each: () => pool.candidates(true).map(alone),
    get horizonUrl() {
      return (pool.current ?? pool.endpoints[0])?.base.shown ?? ''
    },
    get anchor() {
      return identity.anchor
    },
    ledgerTicks$: tick$.asObservable(),
    health$: changed$.pipe(
      map(() => stateOf(pool, closeDelay.leastMs)),
      distinctUntilChanged((a, b) => JSON.stringify(a) === JSON.stringify(b)),
    ),
    onLedger: (ledger) => {
      identity.keep(ledger)
      closeDelay.add(ledger.closedAtMs)
      onChange()
    },
    close: () => {
      tick$.complete()
      changed$.complete()
    },
  }
}

function alone({ requester, health, verify }: Endpoint): Pick<Requester, 'get'> {
  const get: Requester['get'] = async (path, query, call) => {
    await verify(Number.POSITIVE_INFINITY)
    health.enter()
    return requester.get(path, query, call)
  }
  return { get }
}

type Watcher = {
  readonly fairMs: number
  onChange(): void
  sawLedger(sequence: number): void
  wentBack(): void
}

/**
 * A server that did not answer in so small a part of `requestTimeoutMs` may only have been asked in a hurry. With many servers it is half of what
 * failover gives each.
 */
const MIN_FAIR_PARTS = 4

/** Servers behind one URL are some ledgers apart. A ledger that is older than that is of a server that was set back, or of a network that began anew. */
const MAX_BACK_LEDGERS = 8
/** Time between looks at a server that goes on answering so. */
const DOUBT_PAUSE_MS = 5_000

/** What a server's answers tell of it. To a form an error status can be the very answer that was asked for. */
function observe(health: Health, { fairMs, onChange, sawLedger, wentBack }: Watcher): RequestObserver {
  return {
    answered: ({ method, status, headers, latencyMs }) => {
      const wasDown = health.isDown
      health.answered({ isGood: status < 500 || method === 'POST', latencyMs })
      if (status === 429) health.demote()
      const ledger = latestLedgerIn(headers)
      if (ledger !== undefined) {
        if (ledger < health.latestLedger - MAX_BACK_LEDGERS) wentBack()
        sawLedger(ledger)
      }
      if (wasDown) onChange()
    },
    failed: (error, waitedMs) => {
      if (error instanceof TimeoutError && waitedMs < fairMs) {
        health.demote()
        health.leave()
        return
      }
      const wasDown = health.isDown
      health.failed(error)
      if (health.isDown !== wasDown) onChange()
    },
    left: () => health.leave(),
  }
}

function stateOf(pool: Pool, closeDelayMs: number | undefined): EndpointsHealth {
  const { latestLedger } = pool
  const endpoints = pool.endpoints.map((endpoint): EndpointState => {
    const { health, base } = endpoint
    return {
      horizonUrl: base.shown,
      ...condition(endpoint),
      isCurrent: endpoint === pool.current,
      latestLedger: health.latestLedger,
      lagLedgers: health.latestLedger === 0 ? 0 : latestLedger - health.latestLedger,
      latencyMs: health.latencyMs === undefined ? undefined : Math.round(health.latencyMs),
      errorRateFloat: health.errorRateFloat,
    }
  })
  return { endpoints, latestLedger, closeDelayMs }
}

function condition({ health, refusal }: Endpoint): Pick<EndpointState, 'state' | 'reason'> {
  if (refusal !== undefined) return { state: 'refused', reason: refusal.message }
  if (health.isDown) return { state: 'down', reason: isSdexError(health.fault) ? health.fault.message : undefined }
  return { state: health.latencyMs === undefined && health.latestLedger === 0 ? 'untried' : 'ready' }
}

import { type Clock, isSdexError, type Random } from '@sdex/primitives'
import { BehaviorSubject, distinctUntilChanged, map, type Observable, Subject } from 'rxjs'
import { parseBaseUrl } from '../baseUrl.ts'
import { createRequester, type Requester, type RequesterOptions } from '../createRequester.ts'
import type { HttpBackend } from '../httpBackend.ts'
import { verifyForUse } from './askAround.ts'
import { createCloseDelay } from './createCloseDelay.ts'
import { createFailover } from './createFailover.ts'
import { createLookAround } from './createLookAround.ts'
import { createEndpoint, type Endpoint } from './endpoint.ts'
import { createHealth } from './health.ts'
import { createIdentity } from './identity.ts'
import { observeAnswers } from './observeAnswers.ts'
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

  const build = ({ horizonUrl, limiter, headers = {} }: HorizonEndpoint): Endpoint => {
    const health = createHealth({ clock, random })
    const sawLedger: Endpoint['sawLedger'] = (sequence, isItsNewest = false) => {
      const { latestLedger } = pool
      const { latestLedger: hadLedger, lagLedgers: hadLag } = health
      health.sawLedger(sequence, Math.max(sequence, latestLedger), isItsNewest)
      if (sequence > latestLedger) tick$.next(sequence)
      if (health.latestLedger !== hadLedger || health.lagLedgers !== hadLag) onChange()
    }
    const common = { base: parseBaseUrl(horizonUrl), limiter, headers, clock }
    return createEndpoint({
      ...{ ...common, health, sawLedger, identity, onChange },
      isTrusted: !hasIdentity,
      timeoutMs: requestTimeoutMs,
      connect: (doubt) =>
        createRequester({
          ...{ ...common, requestTimeoutMs, maxResponseBytes, backend: backends.requests },
          observer: observeAnswers(health, { clock, fairMs, onChange, sawLedger, doubt }),
        }),
    })
  }
  const lookAround = createLookAround(clock)
  const pool: Pool = createPool(given.map(build), onChange, () => lookAround(pool))
  return {
    requester: createFailover({ pool, clock, requestTimeoutMs, hedgeAfterMs: options.hedgeAfterMs }),
    streams: createStreamServers({ pool, clock, random, backend: backends.streams }),
    each: () => pool.candidates(true).map((endpoint) => alone(pool, endpoint)),
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

function alone(pool: Pool, endpoint: Endpoint): Pick<Requester, 'get'> {
  const get: Requester['get'] = async (path, query, call) => {
    await verifyForUse(pool, endpoint)
    endpoint.health.enter()
    return endpoint.requester.get(path, query, call)
  }
  return { get }
}

/**
 * A server that did not answer in so small a part of `requestTimeoutMs` may only have been asked in a hurry. With many servers it is half of what
 * failover gives each.
 */
const MIN_FAIR_PARTS = 4

function stateOf(pool: Pool, closeDelayMs: number | undefined): EndpointsHealth {
  const { latestLedger } = pool
  const endpoints = pool.endpoints.map((endpoint): EndpointState => {
    const { health, base } = endpoint
    return {
      horizonUrl: base.shown,
      ...condition(endpoint),
      isCurrent: endpoint === pool.current,
      latestLedger: health.latestLedger,
      lagLedgers: health.lagLedgers,
      latencyMs: health.latencyMs === undefined ? undefined : Math.round(health.latencyMs),
      errorRateFloat: health.errorRateFloat,
    }
  })
  return { endpoints, latestLedger, closeDelayMs }
}

function condition({ health, mismatch }: Endpoint): Pick<EndpointState, 'state' | 'reason'> {
  if (mismatch !== undefined) return { state: 'refused', reason: mismatch.message }
  if (health.isDown) return { state: 'down', reason: isSdexError(health.fault) ? health.fault.message : undefined }
  return { state: health.latencyMs === undefined && health.latestLedger === 0 ? 'untried' : 'ready' }
}

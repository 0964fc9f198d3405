import { type Clock, systemClock } from '@sdex/primitives'
import type { HttpBackend, HttpRequest, HttpResponse } from '../../httpBackend.ts'
import { createInFlight } from '../createInFlight.ts'
import { createUnderWay } from '../createUnderWay.ts'
import { checkPoolOptions, type PoolOptions } from '../poolOptions.ts'
import { fetchError, redirected } from './fetchError.ts'
import { readBody } from './readBody.ts'

/** What the backend over `fetch` is made of. */
export type FetchBackendOptions = Pick<PoolOptions, 'connectionCount' | 'maxQueuedCount' | 'closeTimeoutMs'> & {
  /** What sends a request. @defaultValue the runtime's */
  readonly fetch?: typeof fetch | undefined
  /** Measures `closeTimeoutMs`. @defaultValue the machine's */
  readonly clock?: Clock | undefined
}

/**
 * Carries requests over `fetch`: what browsers get by themselves, and any other runtime by `backend`. Connections, compression, proxies and trust are
 * the runtime's business; `connectionCount` and `maxQueuedCount` together bound the requests under way to one server.
 *
 * A request that fails is a `ConnectionError` of fault `offline` or `other`, as `fetch` does not tell more. Headers that CORS hides are absent.
 *
 * @param options - Its bounds, with the defaults of `PoolOptions`.
 * @returns The backend, to be passed as the option `backend`. Whoever made it closes it: `close()` waits up to `closeTimeoutMs` for requests under way.
 * @throws `InvalidOptionError` when an option is out of its range.
 * @example
 * ```ts
 * import { createFetchBackend, createHorizonClient } from '@sdex/transport'
 *
 * await using backend = createFetchBackend()
 * await using client = createHorizonClient({ horizonUrl: 'https://horizon-testnet.stellar.org', backend })
 * console.log(await client.feeStats())
 * ```
 */
export function createFetchBackend(options: FetchBackendOptions = {}): HttpBackend {
  const { clock = systemClock } = options
  const { connectionCount, maxQueuedCount, closeTimeoutMs } = checkPoolOptions({ ...options, clock })
  return createBoundedFetchBackend({ ...options, clock, closeTimeoutMs, maxCount: connectionCount + maxQueuedCount })
}

type Bounds = {
  readonly fetch?: typeof fetch | undefined
  readonly clock: Clock
  readonly closeTimeoutMs: number
  /** Requests to one server that may be under way. */
  readonly maxCount: number
}

/** The same, with the options checked. */
export function createBoundedFetchBackend(bounds: Bounds): HttpBackend {
  // Called without a receiver, as browsers refuse any other than the window.
  const send = bounds.fetch ?? ((url: string, init: RequestInit) => fetch(url, init))
  const inFlight = createInFlight(bounds.maxCount)
  const { check, begin, close } = createUnderWay(bounds)

  const request = async ({ signal, method, url, headers, body }: HttpRequest): Promise<HttpResponse> => {
    check(signal)
    const { connection, over } = begin(signal, inFlight.enter(new URL(url).origin, method))
    const failure = (error: unknown): unknown =>
      connection.signal.aborted ? connection.signal.reason : fetchError(error)
    try {
      const init = { method, headers, ...(body === undefined ? {} : { body }), ...SETTINGS, signal: connection.signal }
      const response = await send(url, init)
      if (response.type === 'opaqueredirect') throw redirected()
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: readBody(response.body, { over, failure, cut: () => connection.abort() }),
      }
    } catch (error) {
      over()
      throw failure(error)
    }
  }
  return { request, close, [Symbol.asyncDispose]: close }
}

/** No cookie goes along, no old answer comes back, and a redirect is not followed, as over undici. */
const SETTINGS = { cache: 'no-store', credentials: 'omit', redirect: 'manual' } as const

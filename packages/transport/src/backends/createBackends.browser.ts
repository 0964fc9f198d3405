import { createBoundedFetchBackend } from './fetch/createFetchBackend.ts'
import { type BackendOptions, type Backends, checkPoolOptions } from './poolOptions.ts'
import { provided } from './provided.ts'
import { createShownUrl } from './shownUrl.ts'
import { withHooks } from './withHooks.ts'

/**
 * Makes what carries a client's requests and streams, over `fetch`; in Node it is `createBackends.ts`.
 *
 * @throws InvalidOptionError
 */
export function createBackends(options: BackendOptions): Backends {
  const { connectionCount, maxQueuedCount, closeTimeoutMs } = checkPoolOptions(options)
  const { backend, hooks, clock, bases = [] } = options
  const shownUrl = createShownUrl(bases)
  if (backend !== undefined) return provided(backend, { hooks, clock, shownUrl, closeTimeoutMs })
  const requests = createBoundedFetchBackend({ clock, closeTimeoutMs, maxCount: connectionCount + maxQueuedCount })
  const streams = createBoundedFetchBackend({ clock, closeTimeoutMs, maxCount: Number.POSITIVE_INFINITY })
  return {
    requests: withHooks(requests, hooks, { clock, shownUrl, kind: 'request' }),
    streams: withHooks(streams, hooks, { clock, shownUrl, kind: 'stream' }),
  }
}

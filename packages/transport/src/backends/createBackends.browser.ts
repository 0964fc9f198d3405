import type { Clock } from '@sdex/primitives'
import { createBoundedFetchBackend } from './fetch/createFetchBackend.ts'
import { type Backends, checkPoolOptions, type PoolOptions } from './poolOptions.ts'
import { provided } from './provided.ts'
import { withHooks } from './withHooks.ts'

/**
 * Makes what carries a client's requests and streams, over `fetch`; in Node it is `createBackends.ts`.
 *
 * @throws InvalidOptionError
 */
export function createBackends(options: PoolOptions & { readonly clock: Clock }): Backends {
  const { connectionCount, maxQueuedCount, closeTimeoutMs } = checkPoolOptions(options)
  const { backend, hooks, clock } = options
  if (backend !== undefined) return provided(backend, { hooks, clock })
  const requests = createBoundedFetchBackend({ clock, closeTimeoutMs, maxCount: connectionCount + maxQueuedCount })
  const streams = createBoundedFetchBackend({ clock, closeTimeoutMs, maxCount: Number.POSITIVE_INFINITY })
  return {
    requests: withHooks(requests, hooks, { clock, kind: 'request' }),
    streams: withHooks(streams, hooks, { clock, kind: 'stream' }),
  }
}

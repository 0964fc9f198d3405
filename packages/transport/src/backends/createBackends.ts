import type { Clock } from '@sdex/primitives'
import { type Backends, checkPoolOptions, type PoolOptions } from './poolOptions.ts'
import { provided } from './provided.ts'
import { createUndiciBackend } from './undici/createUndiciBackend.ts'
import { withHooks } from './withHooks.ts'

/**
 * Makes what carries a client's requests and streams, over undici; in browsers it is `createBackends.browser.ts`.
 *
 * @throws InvalidOptionError
 */
export function createBackends(options: PoolOptions & { readonly clock: Clock }): Backends {
  const checked = checkPoolOptions(options)
  const { backend, hooks, clock } = options
  if (backend !== undefined) return provided(backend, { hooks, clock })
  const make = (isForStreams: boolean) =>
    withHooks(createUndiciBackend({ ...checked, isForStreams, env: process.env }), hooks, {
      clock,
      kind: isForStreams ? 'stream' : 'request',
    })
  return { requests: make(false), streams: make(true) }
}

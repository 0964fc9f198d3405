import { type BackendOptions, type Backends, checkPoolOptions } from './poolOptions.ts'
import { provided } from './provided.ts'
import { createShownUrl } from './shownUrl.ts'
import { createUndiciBackend } from './undici/createUndiciBackend.ts'
import { withHooks } from './withHooks.ts'

/**
 * Makes what carries a client's requests and streams, over undici; in browsers it is `createBackends.browser.ts`.
 *
 * @throws InvalidOptionError
 */
export function createBackends(options: BackendOptions): Backends {
  const checked = checkPoolOptions(options)
  const { backend, hooks, clock, bases = [] } = options
  const shownUrl = createShownUrl(bases)
  if (backend !== undefined)
    return provided(backend, { hooks, clock, shownUrl, closeTimeoutMs: checked.closeTimeoutMs })
  const make = (isForStreams: boolean) =>
    withHooks(createUndiciBackend({ ...checked, isForStreams, env: process.env }), hooks, {
      ...{ clock, shownUrl },
      kind: isForStreams ? 'stream' : 'request',
    })
  return { requests: make(false), streams: make(true) }
}

import type { Clock } from '@sdex/primitives'
import type { HttpBackend, HttpRequest, HttpResponse } from '../httpBackend.ts'
import { closedError } from './closedError.ts'
import { createCallers } from './createCallers.ts'
import type { Backends } from './poolOptions.ts'
import { watchBody } from './watchBody.ts'
import { type HookOptions, type RequestHooks, withHooks } from './withHooks.ts'

export type ProvidedOptions = Omit<HookOptions, 'kind'> & {
  readonly hooks: RequestHooks | undefined
  readonly closeTimeoutMs: number
}

/** A backend that the user brought: it carries both, and stays open. */
export function provided(backend: HttpBackend, { hooks, closeTimeoutMs, ...options }: ProvidedOptions): Backends {
  const make = (kind: HookOptions['kind']): HttpBackend =>
    withHooks(borrow(backend, { clock: options.clock, closeTimeoutMs }), hooks, { ...options, kind })
  return { requests: make('request'), streams: make('stream') }
}

/** What goes over it is the client's own: `close()` waits for that, and ends it when the time is up. */
function borrow(
  backend: HttpBackend,
  { clock, closeTimeoutMs }: { readonly clock: Clock; readonly closeTimeoutMs: number },
): HttpBackend {
  const underWay = new Set<AbortController>()
  const callers = createCallers()
  let closed: Promise<void> | undefined

  const request = async (asked: HttpRequest): Promise<HttpResponse> => {
    const { signal } = asked
    signal.throwIfAborted()
    if (closed !== undefined) throw closedError()
    const connection = new AbortController()
    const onAbort = (): void => connection.abort(signal.reason)
    const leave = callers.enter()
    const over = (): void => {
      underWay.delete(connection)
      signal.removeEventListener('abort', onAbort)
      leave()
    }
    underWay.add(connection)
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      const response = await backend.request({ ...asked, signal: connection.signal })
      return { ...response, body: watchBody(response.body, { end: over, fail: over }) }
    } catch (error) {
      over()
      throw error
    }
  }
  const cut = async (): Promise<void> => {
    await callers.gone(closeTimeoutMs, clock)
    for (const connection of underWay) connection.abort(closedError())
  }
  const close = (): Promise<void> => {
    closed ??= cut()
    return closed
  }
  return { request, close, [Symbol.asyncDispose]: close }
}

import type { Clock } from '@sdex/primitives'
import type { HttpBackend, HttpRequest, HttpResponse } from '../httpBackend.ts'
import { createUnderWay } from './createUnderWay.ts'
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
  options: { readonly clock: Clock; readonly closeTimeoutMs: number },
): HttpBackend {
  const { check, begin, close } = createUnderWay(options)
  const request = async (asked: HttpRequest): Promise<HttpResponse> => {
    check(asked.signal)
    const { connection, over } = begin(asked.signal)
    try {
      const response = await backend.request({ ...asked, signal: connection.signal })
      return { ...response, body: watchBody(response.body, { end: over, fail: over }) }
    } catch (error) {
      over()
      throw error
    }
  }
  return { request, close, [Symbol.asyncDispose]: close }
}

import type { Clock } from '@sdex/primitives'
import type { HttpBackend } from '../httpBackend.ts'
import type { Backends } from './poolOptions.ts'
import { type RequestHooks, withHooks } from './withHooks.ts'

/** A backend that the user brought: it carries both, and stays open. */
export function provided(
  backend: HttpBackend,
  { hooks, clock }: { readonly hooks: RequestHooks | undefined; readonly clock: Clock },
): Backends {
  const close = async (): Promise<void> => {}
  const borrowed: HttpBackend = {
    request: (request) => backend.request(request),
    close,
    [Symbol.asyncDispose]: close,
  }
  return {
    requests: withHooks(borrowed, hooks, { clock, kind: 'request' }),
    streams: withHooks(borrowed, hooks, { clock, kind: 'stream' }),
  }
}

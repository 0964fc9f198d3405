import type { HttpBackend } from '../httpBackend.ts'
import type { Backends } from './poolOptions.ts'
import { type HookOptions, type RequestHooks, withHooks } from './withHooks.ts'

/** A backend that the user brought: it carries both, and stays open. */
export function provided(
  backend: HttpBackend,
  { hooks, ...options }: { readonly hooks: RequestHooks | undefined } & Omit<HookOptions, 'kind'>,
): Backends {
  const close = async (): Promise<void> => {}
  const borrowed: HttpBackend = {
    request: (request) => backend.request(request),
    close,
    [Symbol.asyncDispose]: close,
  }
  return {
    requests: withHooks(borrowed, hooks, { ...options, kind: 'request' }),
    streams: withHooks(borrowed, hooks, { ...options, kind: 'stream' }),
  }
}

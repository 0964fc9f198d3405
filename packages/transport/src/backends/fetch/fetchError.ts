import { isSdexError } from '@sdex/primitives'
import { ConnectionError } from '../../errors.ts'
import { withoutBytes } from '../withoutBytes.ts'

/** What `fetch` failed with, typed. It tells scripts nothing of the cause, so that pages cannot look around in their network. */
export function fetchError(error: unknown): Error {
  if (error instanceof Error && isSdexError(error)) return error
  const cause = withoutBytes(error)
  return isOffline()
    ? new ConnectionError({
        fault: 'offline',
        message: 'This machine is offline.',
        remedy: 'Try again when it is connected.',
        cause,
      })
    : new ConnectionError({
        fault: 'other',
        message: 'The request got no answer, and the browser does not tell why.',
        remedy: 'Check the URL, and that the server allows requests of this page (CORS).',
        cause,
      })
}

/** A browser keeps from scripts where a redirect leads, and its status. */
export function redirected(): ConnectionError {
  return new ConnectionError({
    fault: 'other',
    message: 'The server redirects to another address, which is not followed.',
    remedy: 'Use the address that it redirects to.',
  })
}

function isOffline(): boolean {
  const { navigator } = globalThis as { readonly navigator?: { readonly onLine?: boolean } }
  return navigator?.onLine === false
}

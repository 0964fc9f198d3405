import { SdexError } from '@sdex/primitives'

/**
 * Thrown when no server can be asked at the moment: all are down, and the next probe of one is not due yet. Nothing was sent; try again after at most
 * 8 s. `cause` is why the best one went down.
 */
export class ServersDownError extends SdexError {
  readonly code = 'SDEX_SERVERS_DOWN'
  readonly retryable = true
}

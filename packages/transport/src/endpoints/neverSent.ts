import { isSdexError } from '@sdex/primitives'
import { ConnectionError, type ConnectionFault } from '../errors.ts'
import { ServersDownError } from './errors.ts'

const NEVER_CONNECTED: ReadonlySet<ConnectionFault> = new Set(['dns', 'refused', 'tls', 'proxy'])

/** Whether a request that failed has certainly not got to a server. Any limiter's full queue is known by its code: the class is not this package's. */
export function wasNeverSent(error: unknown): boolean {
  if (!isSdexError(error)) return false
  if (error instanceof ConnectionError) return NEVER_CONNECTED.has(error.fault)
  return error instanceof ServersDownError || error.code === 'SDEX_QUEUE_FULL'
}

import { SdexError } from '@sdex/primitives'

/** As many requests of this priority wait already as may. Nothing was spent or sent. */
export class QueueFullError extends SdexError {
  readonly code = 'SDEX_QUEUE_FULL'
  readonly retryable = true
}

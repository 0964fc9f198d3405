import { SdexError } from '@sdex/primitives'

/** A text is no TransactionEnvelope in base64. */
export class InvalidEnvelopeError extends SdexError {
  readonly code = 'SDEX_DEVNET_INVALID_ENVELOPE'
  readonly retryable = false
}

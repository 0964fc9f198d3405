import { SdexError } from '@sdex/primitives'

/** Thrown by {@link Devnet.submit} for a text that is no TransactionEnvelope in base64: give what the SDK's `transaction.toXDR()` returns. */
export class InvalidEnvelopeError extends SdexError {
  readonly code = 'SDEX_DEVNET_INVALID_ENVELOPE'
  readonly retryable = false
}

import { SdexError } from '@sdex/primitives'

/** A text is not a secret key. Neither the text nor a part of it is kept. */
export class InvalidSecretError extends SdexError {
  readonly code = 'SDEX_INVALID_SECRET'
  readonly retryable = false
}

/** A batch that the ledger would refuse whatever its state. Nothing was sent. */
export class InvalidOrderError extends SdexError {
  readonly code = 'SDEX_INVALID_ORDER'
  readonly retryable = false
}

/** The account has no such offer on the newest committed ledger. Nothing was sent. */
export class OfferNotFoundError extends SdexError {
  readonly code = 'SDEX_OFFER_NOT_FOUND'
  readonly retryable = false
}

/** As many commands wait as may. Nothing was sent. */
export class OrderQueueFullError extends SdexError {
  readonly code = 'SDEX_ORDER_QUEUE_FULL'
  readonly retryable = true
}

/** `stop()` was called before. Nothing was sent. */
export class OrdersStoppedError extends SdexError {
  readonly code = 'SDEX_ORDERS_STOPPED'
  readonly retryable = false
}

/** The signer failed, or gave something that is no signature. Nothing was sent. */
export class SigningError extends SdexError {
  readonly code = 'SDEX_SIGNING'
  readonly retryable = true
}

/**
 * The submitter gave up with an error that will not pass. `input.hash` names the transaction, which may still be applied until
 * `input.validUntilMs`; it stays in `pending$` and goes on being asked for.
 */
export class SubmissionError extends SdexError {
  readonly code = 'SDEX_SUBMISSION'
  readonly retryable = false
}

/** A trade of the source has an id that is not Horizon's, so its place in the ledger is unknown. It ends `fills$`: a fill is not dropped quietly. */
export class UnreadableTradeError extends SdexError {
  readonly code = 'SDEX_UNREADABLE_TRADE'
  readonly retryable = false
}

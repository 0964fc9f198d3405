import { SdexError } from '@sdex/primitives'

/** A server sent an event larger than anyone could want; the rest of the connection was not read. */
export class EventTooLargeError extends SdexError {
  readonly code = 'SDEX_EVENT_TOO_LARGE'
  readonly retryable = true
}

/** A stream's connection ended other than it should: cut, silent, no event stream at all, or by an error that the server told. */
export class StreamCutError extends SdexError {
  readonly code = 'SDEX_STREAM_CUT'
  readonly retryable = true
}

/** A stream is connected and silent while ledgers go on. */
export class StreamSilentError extends SdexError {
  readonly code = 'SDEX_STREAM_SILENT'
  readonly retryable = true
}

/** A stream left ledgers out. They are read by request. */
export class LedgerGapError extends SdexError {
  readonly code = 'SDEX_LEDGER_GAP'
  readonly retryable = true
}

/** A stream goes over to a server that is better off. */
export class StreamMovedError extends SdexError {
  readonly code = 'SDEX_STREAM_MOVED'
  readonly retryable = true
}

/** What is read at each ledger stays behind the ledgers. */
export class StreamLagError extends SdexError {
  readonly code = 'SDEX_STREAM_LAG'
  readonly retryable = true
}

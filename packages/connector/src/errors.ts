import { SdexError } from '@sdex/primitives'

/** The answers that make one ledger's view kept coming from different ledgers: the ledger closes faster than the server answers. */
export class LedgerMovedError extends SdexError {
  readonly code = 'SDEX_LEDGER_MOVED'
  readonly retryable = true
}

/** A market was asked for that {@link connect} was not told to follow. */
export class UnknownMarketError extends SdexError {
  readonly code = 'SDEX_UNKNOWN_MARKET'
  readonly retryable = false
}

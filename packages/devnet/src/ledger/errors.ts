import { SdexError } from '@sdex/primitives'

/** A file does not hold a ledger that was saved, or only a part of it. */
export class SavedLedgerError extends SdexError {
  readonly code = 'SDEX_SAVED_LEDGER'
  readonly retryable = false
}

import { SdexError } from '@sdex/primitives'

/** Friendbot does not fund an account: it exists already, or the ledger refused. */
export class FundingError extends SdexError {
  readonly code = 'SDEX_DEVNET_FUNDING'
  readonly retryable = false
}

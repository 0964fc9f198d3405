import { SdexError } from '@sdex/primitives'

/**
 * Thrown by {@link Devnet.fund}, {@link setUpMarket}, {@link setUpMarkets} and {@link startTraders} when an account exists already or the ledger refuses it:
 * use another key, seed or network, or an amount that covers the reserve.
 */
export class FundingError extends SdexError {
  readonly code = 'SDEX_DEVNET_FUNDING'
  readonly retryable = false
}

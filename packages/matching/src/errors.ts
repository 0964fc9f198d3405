import { SdexError } from '@sdex/primitives'

/**
 * The arithmetic reached a state that stellar-core answers by throwing, which ends the whole transaction as `txINTERNAL_ERROR`. With
 * amounts and prices as a ledger holds them it takes a strict-send path that meets a worthless offer.
 */
export class ExchangeError extends SdexError {
  readonly code = 'SDEX_EXCHANGE'
  readonly retryable = false
}

/** Builds an {@link ExchangeError} that names the core function that would have thrown. */
export function exchangeError(what: string, input: unknown): ExchangeError {
  const remedy =
    'Check that amounts are 0 to 2^63 - 1 and price terms 1 to 2^31 - 1; otherwise the ledger refuses this trade too.'
  return new ExchangeError({ message: `${what}.`, remedy, input })
}

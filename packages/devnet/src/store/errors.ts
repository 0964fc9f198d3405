import { SdexError } from '@sdex/primitives'

/**
 * Thrown by {@link createDevnet}, and told to {@link DevnetOptions.onError} later on, when the data folder cannot be used: another process has it, it is of
 * another network or layout, it is damaged, or the disk is full or cannot be written. What to do stands in `remedy`; only a damaged folder is to be deleted.
 */
export class StoreError extends SdexError {
  readonly code = 'SDEX_DEVNET_STORE'
  readonly retryable = false
}

import { SdexError } from '@sdex/primitives'

/** The folder of a network cannot be used: another process has it, it is of another network or layout, or the disk failed. */
export class StoreError extends SdexError {
  readonly code = 'SDEX_DEVNET_STORE'
  readonly retryable = false
}

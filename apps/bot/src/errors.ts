import { SdexError } from '@sdex/primitives'

/** What the user can mend: a flag, a file, a port. One line on stderr, exit 2, nothing was sent. */
export class UsageError extends SdexError {
  override readonly name = 'UsageError'
  readonly code = 'SDEX_BOT_USAGE'
  readonly retryable = false
}

/** The network cannot be used now, though nothing the user wrote is wrong: exit 1, a later start may work. */
export class StartUpError extends SdexError {
  override readonly name = 'StartUpError'
  readonly code = 'SDEX_BOT_START_UP'
  readonly retryable = true
}

import { SdexError } from '@sdex/primitives'

/** A file of scenarios cannot be read, or holds something else. */
export class ScenarioFileError extends SdexError {
  readonly code = 'SDEX_SCENARIO_FILE'
  readonly retryable = false
}

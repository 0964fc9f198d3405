import { inspect } from 'node:util'
import { SdexError } from '@sdex/primitives'

/** A server did not do what a card expects. */
export class ExpectationError extends SdexError {
  readonly code = 'SDEX_CONFORMANCE_EXPECTATION'
  readonly retryable = true
  readonly actual: unknown
  readonly expected: unknown

  constructor({ what, actual, expected }: { what: string; actual: unknown; expected: unknown }) {
    super({
      message: `${what}: expected ${show(expected)}, got ${show(actual)}.`,
      remedy: 'Compare with the behaviour that the card names.',
    })
    this.actual = actual
    this.expected = expected
  }
}

/** A card cannot be played on this server, which is no fault of it. */
export class SkippedError extends SdexError {
  readonly code = 'SDEX_CONFORMANCE_SKIPPED'
  readonly retryable = false

  constructor(reason: string) {
    super({ message: reason, remedy: 'Play the card on a server that has what it needs.' })
  }
}

/** What a card needs could not be prepared. */
export class StageError extends SdexError {
  readonly code = 'SDEX_CONFORMANCE_STAGE'
  readonly retryable = true
}

const MAX_SHOWN = 600

function show(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : inspect(value, { depth: 6, breakLength: Infinity })
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}...` : text
}

import { inspect } from 'node:util'
import { redactSecrets, SdexError } from '@sdex/primitives'

/** A server did not do what a card expects. */
export class ExpectationError extends SdexError {
  readonly code = 'SDEX_CONFORMANCE_EXPECTATION'
  readonly retryable = true
  /** What was expected, and what came. */
  readonly why: string
  readonly actual: unknown
  readonly expected: unknown

  constructor({ what, actual, expected }: { what: string; actual: unknown; expected: unknown }) {
    const why = `${what}: expected ${show(expected)}, got ${show(actual)}.`
    super({ message: why, remedy: 'Compare with the behaviour that the card names.' })
    this.why = redactSecrets(why)
    this.actual = actual
    this.expected = expected
  }
}

/** A card cannot be played on this server, which is no fault of it. */
export class SkippedError extends SdexError {
  readonly code = 'SDEX_CONFORMANCE_SKIPPED'
  readonly retryable = false

  readonly why: string

  constructor(why: string) {
    super({ message: why, remedy: 'Play the card on a server that has what it needs.' })
    this.why = why
  }
}

/** Nobody answers at a server's address. */
export class UnreachableError extends SdexError {
  readonly code = 'SDEX_CONFORMANCE_UNREACHABLE'
  readonly retryable = true
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

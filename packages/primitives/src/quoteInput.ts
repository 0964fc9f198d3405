import { redactSecrets } from './redactSecrets.ts'

const MAX_LENGTH = 120

/** An input as an error message quotes it: on one line, without secret seeds, and short however long it was. */
export function quoteInput(input: unknown): string {
  if (typeof input !== 'string') return typeof input === 'number' ? String(input) : `a value of type ${typeof input}`
  // Redacted before it is cut: half a seed at the cut would not be recognized.
  const text = redactSecrets(input)
  return JSON.stringify(text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}…`)
}

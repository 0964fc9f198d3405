import { ExpectationError, SkippedError } from './errors.ts'
import type { Json } from './json.ts'

/** Both are the same JSON: values, kinds, and the order of members. */
export function same(what: string, actual: Json | undefined, expected: Json | undefined): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new ExpectationError({ what, actual, expected })
}

/** A text has a form. */
export function matches(what: string, actual: Json | undefined, expected: RegExp): void {
  if (typeof actual !== 'string' || !expected.test(actual)) throw new ExpectationError({ what, actual, expected })
}

/** A statement about what was read holds. */
export function holds(what: string, isTrue: boolean, seen: unknown = isTrue): void {
  if (!isTrue) throw new ExpectationError({ what, actual: seen, expected: 'what it says' })
}

/** Every element is at or after the one before it. */
export function ascends<T extends string | number | bigint>(what: string, values: readonly T[]): void {
  const isSorted = values.every((value, index) => index === 0 || (values[index - 1] ?? value) <= value)
  if (!isSorted) throw new ExpectationError({ what, actual: values, expected: 'ascending order' })
}

/** What a card needs to be there, or the card is skipped. */
export function need<T>(found: T | undefined, reason: string): T {
  if (found === undefined) throw new SkippedError(reason)
  return found
}

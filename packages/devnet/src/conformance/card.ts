import type { Probe } from './probe.ts'

/** One behaviour of Horizon, seen from outside. */
export type Card = {
  /** Stays the same for good: reports and lists of known failures name it. */
  readonly number: number
  /** The behaviour, as a statement. */
  readonly title: string
  /** Where Horizon has it from. */
  readonly source: string
  /** Without it the card only reads, and what any network has. */
  readonly needs?: Need | undefined
  /** Milliseconds that the card may take. @defaultValue 30_000 */
  readonly timeoutMs?: number | undefined
  /** Resolves when the server behaves so. Throws an ExpectationError where it does not, a SkippedError where that cannot be told. */
  run(probe: Probe): Promise<void>
}

/** `stage`: accounts, offers and trades of the cards' own, which a network with friendbot allows; `limited`: a server that limits requests. */
export type Need = 'stage' | 'limited'

/** `CARD-007`. */
export function cardName(number: number): string {
  return `CARD-${number.toString().padStart(3, '0')}`
}

import { withDeadline } from '@sdex/primitives'
import type { Card, Need } from './card.ts'
import { ExpectationError, SkippedError } from './errors.ts'
import { createProbe, type ProbeOptions } from './probe.ts'
import type { Outcome } from './report.ts'

/** Where a card is played. */
export type Table = Omit<ProbeOptions, 'signal' | 'wire'> & {
  /** Of each need that the server cannot meet, why. */
  readonly unmet: Readonly<Partial<Record<Need, string>>>
  readonly signal?: AbortSignal | undefined
}

const CARD_TIMEOUT_MS = 30_000
/** A server that makes one wait for its rate limit is waited for. */
const LIMITED_TIMEOUT_MS = 180_000

/**
 * Plays one card. Whatever it opened is gone when this resolves, also when it failed or its time ran out.
 *
 * @throws AbortedError when the signal fires; nothing else.
 */
export async function playCard(card: Card, table: Table & Pick<ProbeOptions, 'wire'>): Promise<Outcome> {
  const unmet = card.needs && table.unmet[card.needs]
  if (unmet !== undefined) return { status: 'skipped', why: unmet }
  const ended = new AbortController()
  const { clock, signal } = table
  const deadline = { clock, signal, timeoutMs: timeoutOf(card, table), what: card.title }
  try {
    await withDeadline(async (inner) => {
      await card.run(createProbe({ ...table, signal: AbortSignal.any([inner, ended.signal]) }))
    }, deadline)
    return { status: 'passed' }
  } catch (error) {
    if (signal?.aborted === true) throw error
    if (error instanceof SkippedError) return { status: 'skipped', why: error.why }
    return { status: 'failed', why: whyOf(error), error }
  } finally {
    ended.abort()
  }
}

function timeoutOf({ timeoutMs = CARD_TIMEOUT_MS }: Card, { waitsForLimits }: Table): number {
  return waitsForLimits ? Math.max(timeoutMs, LIMITED_TIMEOUT_MS) : timeoutMs
}

function whyOf(error: unknown): string {
  if (error instanceof ExpectationError) return error.why
  return error instanceof Error ? error.message : String(error)
}

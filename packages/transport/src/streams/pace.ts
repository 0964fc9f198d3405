import type { Random } from '@sdex/primitives'
import { StreamMovedError } from './errors.ts'
import { backoffMs, briefDelayMs, isRefusal, slowMs } from './retryDelay.ts'

/** What the pauses between a stream's connections depend on, each in a row. */
export type Pace = { failures: number; refusals: number; briefs: number }

export function createPace(): Pace {
  return { failures: 0, refusals: 0, briefs: 0 }
}

/**
 * A connection was ended by the server's goodbye.
 *
 * @param isBrief - It ended at once, and brought no news: many of those are a server in trouble.
 * @returns Milliseconds to wait.
 */
export function pauseAfterGoodbye(pace: Pace, isBrief: boolean): number {
  pace.failures = 0
  pace.refusals = 0
  pace.briefs = isBrief ? pace.briefs + 1 : 0
  return briefDelayMs(pace.briefs)
}

type Situation = {
  /** The connection went well before. */
  readonly isGood: boolean
  /** Another server may be asked at once. */
  readonly canMove: boolean
  readonly serverCount: number
  readonly random: Random
}

/** @returns Milliseconds to wait. */
export function pauseAfterFailure(
  pace: Pace,
  error: unknown,
  { isGood, canMove, serverCount, random }: Situation,
): number {
  pace.failures = isGood ? 1 : pace.failures + 1
  pace.refusals = isRefusal(error) ? pace.refusals + 1 : 0
  if (error instanceof StreamMovedError || (canMove && pace.failures <= serverCount)) return 0
  // What one server refuses another one may not, or no more.
  return (pace.refusals >= serverCount ? slowMs : backoffMs)(error, pace.failures, random)
}

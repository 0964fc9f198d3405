import { type QueueReplay, replayQueue } from './replayQueue.ts'
import type { Scenario } from './scenario.ts'

/** Replays of one scenario with other lots than the first, at most. */
const MAX_TRIES = 300

/**
 * Replays a scenario's submissions, and where lots were drawn that the recording does not tell looks for a draw that explains every answer: it
 * goes back from the first mismatch, lets one transaction after another come last among equal bids, and keeps what moves the mismatch away.
 *
 * @returns The replay that explains most. A mismatch that is left is none of the draw.
 */
export function explainQueue(scenario: Scenario): QueueReplay {
  let best = replayQueue(scenario)
  let last: ReadonlySet<string> = new Set()
  let tries = 0
  for (let hasMoved = true; hasMoved && best.mismatches.length > 0; ) {
    hasMoved = false
    for (const lot of best.drawn) {
      if (tries >= MAX_TRIES) return best
      tries += 1
      const changed = last.has(lot) ? new Set([...last].filter((other) => other !== lot)) : new Set([...last, lot])
      const next = replayQueue(scenario, changed)
      if (!isBetter(next, best)) continue
      ;[best, last, hasMoved] = [next, changed, true]
      break
    }
  }
  return best
}

/** The first mismatch decides: what comes after it may follow from it. */
function isBetter(a: QueueReplay, b: QueueReplay): boolean {
  const [first, before] = [a.mismatches[0], b.mismatches[0]]
  if (first === undefined || before === undefined) return first === undefined
  return first.at > before.at || (first.at === before.at && a.mismatches.length < b.mismatches.length)
}

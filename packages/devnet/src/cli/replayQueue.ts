import { InvalidOptionError } from '@sdex/primitives'
import { explainQueue } from '../replay/explainQueue.ts'
import type { QueueMismatch } from '../replay/replayQueue.ts'
import type { Scenario } from '../replay/scenario.ts'
import type { ReplaySurroundings } from './replay.ts'
import { chosenScenarios, nothingFound, type ReplayOptions } from './replayOptions.ts'

/** What all scenarios together came to. */
type Totals = { scenarios: number; submissions: number; statusMismatches: number; unappliedMismatches: number }

/**
 * Sends the submissions of recorded scenarios through the queue, and compares what it takes, refuses and leaves with what stellar-core's did.
 *
 * @returns The exit code: 1 when anything differs.
 */
export async function replayQueues(options: ReplayOptions, surroundings: ReplaySurroundings): Promise<number> {
  const { now, print, printAside, signal } = surroundings
  const startedMs = now()
  const totals: Totals = { scenarios: 0, submissions: 0, statusMismatches: 0, unappliedMismatches: 0 }
  let first: string | undefined
  for await (const scenario of chosenScenarios(options, signal)) {
    checkOrder(scenario)
    const { name, submissions, mismatches } = explainQueue(scenario)
    totals.scenarios += 1
    totals.submissions += submissions
    for (const mismatch of mismatches) {
      first ??= describe(name, mismatch)
      if (mismatch.type === 'status') totals.statusMismatches += 1
      else totals.unappliedMismatches += 1
    }
  }
  if (totals.scenarios === 0 && !signal.aborted) throw nothingFound(options)
  const seconds = Math.round(now() - startedMs) / 1000
  if (first !== undefined) (options.json ? printAside : print)(first)
  const { scenarios, submissions, statusMismatches, unappliedMismatches } = totals
  print(
    options.json
      ? JSON.stringify({ ...totals, seconds })
      : `${scenarios} scenarios, ${submissions} submissions in ${seconds} s\nmismatches: ${statusMismatches} answers, ${unappliedMismatches} places in ledgers`,
  )
  return first === undefined && !signal.aborted ? 0 : 1
}

/** Older recordings do not tell it. */
function checkOrder({ name, ledgers }: Scenario): void {
  if (ledgers.every(({ txs }) => txs.every(({ order }) => order !== undefined))) return
  throw new InvalidOptionError({
    message: `The scenario ${name} does not tell in which order its transactions were submitted.`,
    remedy: 'Replay it without --queue.',
    input: name,
  })
}

function describe(scenario: string, { type, place, expected, actual }: QueueMismatch): string {
  return `${scenario}: ${type} of ${place}\n  recorded: ${expected}\n  replayed: ${actual}`
}

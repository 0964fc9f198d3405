import { type FileHandle, open } from 'node:fs/promises'
import { describeMismatch } from '../replay/describeMismatch.ts'
import type { Mismatch } from '../replay/mismatch.ts'
import { type Replay, replayScenario } from '../replay/replayScenario.ts'
import { chosenScenarios, nothingFound, type ReplayOptions } from './replayOptions.ts'

/** Where the command prints, and what ends it. */
export type ReplaySurroundings = {
  readonly print: (line: string) => void
  /** For what is no result: the first difference, when the result is JSON. */
  readonly printAside: (line: string) => void
  readonly signal: AbortSignal
  /** Milliseconds, from anywhere. */
  readonly now: () => number
}

/** What all replays together came to. */
type Totals = {
  scenarios: number
  transactions: number
  resultMismatches: number
  stateMismatches: number
  rejections: number
  rejectionMismatches: number
}

/**
 * Replays recorded scenarios and compares them with what stellar-core made of them.
 *
 * @returns The exit code: 1 when anything differs.
 */
export async function replay(options: ReplayOptions, surroundings: ReplaySurroundings): Promise<number> {
  const { now, print, printAside, signal } = surroundings
  const startedMs = now()
  const totals: Totals = {
    scenarios: 0,
    transactions: 0,
    resultMismatches: 0,
    stateMismatches: 0,
    rejections: 0,
    rejectionMismatches: 0,
  }
  let first: string | undefined
  await using output = options.emit === undefined ? undefined : await open(options.emit, 'w')
  for await (const scenario of chosenScenarios(options, signal)) {
    const done = replayScenario(scenario)
    count(totals, done)
    const [mismatch] = done.mismatches
    if (mismatch !== undefined) first ??= describeMismatch(done.name, mismatch)
    await emit(output, done)
  }
  if (totals.scenarios === 0 && !signal.aborted) throw nothingFound(options)
  const seconds = Math.round(now() - startedMs) / 1000
  if (first !== undefined) (options.json ? printAside : print)(first)
  print(options.json ? JSON.stringify({ ...totals, seconds }) : describe(totals, seconds))
  return first === undefined && !signal.aborted ? 0 : 1
}

function count(totals: Totals, { transactions, rejections, mismatches }: Replay): void {
  const differing = (type: Mismatch['type']): number => mismatches.filter((mismatch) => mismatch.type === type).length
  totals.scenarios += 1
  totals.transactions += transactions
  totals.rejections += rejections
  totals.resultMismatches += differing('result')
  totals.stateMismatches += differing('state')
  totals.rejectionMismatches += differing('rejection')
}

async function emit(output: FileHandle | undefined, done: Replay): Promise<void> {
  const { name, results, end, endIdPool, endFeePool } = done
  const line = { name, results, end, endIdPool: endIdPool.toString(), endFeePool: endFeePool.toString() }
  await output?.appendFile(`${JSON.stringify(line)}\n`)
}

function describe(totals: Totals, seconds: number): string {
  const { scenarios, transactions, rejections } = totals
  const { resultMismatches, stateMismatches, rejectionMismatches } = totals
  return [
    `${scenarios} scenarios, ${transactions} transactions, ${rejections} refusals in ${seconds} s`,
    `mismatches: ${resultMismatches} results, ${stateMismatches} entries, ${rejectionMismatches} refusals`,
  ].join('\n')
}

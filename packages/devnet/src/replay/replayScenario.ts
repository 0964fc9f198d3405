import { isDeepStrictEqual } from 'node:util'
import type { LedgerState } from '../ledger/state.ts'
import type { AppliedTransaction } from '../transactions/closeLedger.ts'
import { identityOf, writeEntries } from './entryLists.ts'
import type { Mismatch } from './mismatch.ts'
import { applyRecorded, openScenario } from './recordedLedgers.ts'
import { judgeRejections } from './rejections.ts'
import type { EntryLists, Json, RecordedLedger, Scenario } from './scenario.ts'

/** What a replay computed, and where it differs from what was recorded. */
export type Replay = {
  readonly name: string
  readonly transactions: number
  readonly rejections: number
  readonly results: readonly (readonly [hash: string, result: string])[]
  /** The lists that the scenario starts with. */
  readonly end: EntryLists
  readonly endIdPool: bigint
  readonly endFeePool: bigint
  readonly mismatches: readonly Mismatch[]
}

/** What a replay tells of its state after each transaction, for tests of what always holds. */
export type ReplayObserver = {
  readonly onTransaction?: ((state: LedgerState, applied: AppliedTransaction) => void) | undefined
}

/** Applies the transactions of a scenario to its first state and compares everything with what was recorded, where it was. */
export function replayScenario(scenario: Scenario, observer: ReplayObserver = {}): Replay {
  const { state, network } = openScenario(scenario)
  const rejections = judgeRejections(scenario, network)
  const results: [string, string][] = []
  const mismatches: Mismatch[] = [...rejections.judge(state)]
  for (const ledger of scenario.ledgers) {
    const applied = resultsOf(
      ledger,
      applyRecorded(state, ledger, { network, onApplied: (applied) => observer.onTransaction?.(state, applied) }),
    )
    for (const [at, { hash, result }] of ledger.txs.entries()) {
      const actual = applied[at] ?? ''
      results.push([hash, actual])
      if (result !== undefined && result !== actual) {
        mismatches.push({
          type: 'result',
          place: `ledger ${ledger.ledgerSeq}, transaction ${hash}`,
          expected: result,
          actual,
        })
      }
    }
    mismatches.push(...rejections.judge(state))
  }
  const end = ownLists(scenario, writeEntries(state.allEntries()))
  const { idPool: endIdPool, feePool: endFeePool } = state.header
  return {
    name: scenario.name,
    transactions: results.length,
    rejections: rejections.count,
    results,
    end,
    endIdPool,
    endFeePool,
    mismatches: [...mismatches, ...compareEnd(scenario, { end, endIdPool, endFeePool })],
  }
}

/** In the order of the recording. */
function resultsOf({ txs }: RecordedLedger, applied: readonly AppliedTransaction[]): readonly string[] {
  const byHash = new Map(applied.map(({ transaction, resultXdr }) => [transaction.hash, resultXdr]))
  return txs.map(({ hash }) => byHash.get(hash) ?? '')
}

type Ended = Pick<Replay, 'end' | 'endIdPool' | 'endFeePool'>

function compareEnd(scenario: Scenario, { end, endIdPool, endFeePool }: Ended): readonly Mismatch[] {
  const numbers = [
    { place: 'endIdPool', expected: scenario.endIdPool, actual: endIdPool.toString() },
    { place: 'endFeePool', expected: scenario.endFeePool, actual: endFeePool.toString() },
  ].flatMap((pair): Mismatch[] =>
    pair.expected === undefined || pair.expected === pair.actual ? [] : [{ type: 'state', ...pair }],
  )
  const expected = scenario.end
  if (expected === undefined) return numbers
  const lists = Object.keys(expected) as (keyof EntryLists)[]
  return [...lists.flatMap((list) => compareList(list, expected[list] ?? [], end[list] ?? [])), ...numbers]
}

/** Older recordings keep fewer kinds of entries. */
function ownLists({ start }: Scenario, lists: EntryLists): EntryLists {
  return Object.fromEntries(Object.entries(lists).filter(([list]) => list in start)) as EntryLists
}

function compareList(list: keyof EntryLists, expected: readonly Json[], actual: readonly Json[]): readonly Mismatch[] {
  const wanted = new Map(expected.map((json) => [identityOf(list, json), json]))
  const found = new Map(actual.map((json) => [identityOf(list, json), json]))
  return [...new Set([...wanted.keys(), ...found.keys()])].flatMap((identity): Mismatch[] => {
    const pair = { expected: wanted.get(identity), actual: found.get(identity) }
    return isDeepStrictEqual(pair.expected, pair.actual)
      ? []
      : [{ type: 'state', place: `${list} ${identity}`, ...pair }]
  })
}

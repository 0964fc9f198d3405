import { Buffer } from 'node:buffer'
import { isDeepStrictEqual } from 'node:util'
import { sha256 } from '../ledger/hashing.ts'
import type { HeaderFields } from '../ledger/header.ts'
import { emptySnapshot, withEntries } from '../ledger/snapshot.ts'
import { createLedgerState, type LedgerState } from '../ledger/state.ts'
import { type AppliedTransaction, applyLedger } from '../transactions/closeLedger.ts'
import { baseFeeOf } from '../transactions/fees.ts'
import { createKeyRing } from '../transactions/keyRing.ts'
import { decodeTransaction, type Network, type SignedTransaction } from '../transactions/signedTransaction.ts'
import { identityOf, readEntries, writeEntries } from './entryLists.ts'
import type { Mismatch } from './mismatch.ts'
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
  const state = createLedgerState(withEntries(emptySnapshot(headerOf(scenario)), readEntries(scenario.start)))
  const network = { networkId: sha256(Buffer.from(scenario.passphrase)), keyRing: createKeyRing() }
  const rejections = judgeRejections(scenario, network)
  const results: [string, string][] = []
  const mismatches: Mismatch[] = [...rejections.judge(state)]
  for (const ledger of scenario.ledgers) {
    const applied = applyRecorded(state, ledger, { network, observer })
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

function headerOf({ header, ledgers }: Scenario): HeaderFields {
  return {
    ledgerSequence: header.ledgerSeq,
    ledgerVersion: header.ledgerVersion,
    closeTime: Number(header.closeTime ?? ledgers[0]?.closeTime ?? 0),
    totalCoins: 10n ** 18n,
    feePool: BigInt(header.feePool ?? 0),
    idPool: BigInt(header.idPool),
    baseFee: header.baseFee,
    baseReserve: header.baseReserve,
    maxTxSetSize: header.maxTxSetSize ?? Number.MAX_SAFE_INTEGER,
    flags: 0,
  }
}

/** The results in the order of the recording. Ledgers without transactions may be missing in it. */
function applyRecorded(
  state: LedgerState,
  { ledgerSeq, closeTime, txs }: RecordedLedger,
  { network, observer }: { readonly network: Network; readonly observer: ReplayObserver },
): readonly string[] {
  state.setHeader({ ...state.header, ledgerSequence: ledgerSeq - 1 })
  const transactions = txs.flatMap(({ envelope }): SignedTransaction[] => {
    const transaction = decodeTransaction(envelope, network)
    return transaction === undefined ? [] : [transaction]
  })
  const onApplied = (done: AppliedTransaction): void => observer.onTransaction?.(state, done)
  const price = baseFeeOf(state.header, transactions)
  const applied = applyLedger(state, { transactions, closeTime: Number(closeTime), baseFeeOf: () => price, onApplied })
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

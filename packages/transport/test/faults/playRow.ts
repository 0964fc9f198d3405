import type { Fault } from '@sdex/devnet'
import { seededRandom, sleep } from '@sdex/primitives'
import { expect } from 'vitest'
import { createHorizonClient } from '../../src/createHorizonClient.ts'
import type { Call, Target } from './call.ts'
import { callKinds, TIMEOUT_MS } from './callKinds.ts'
import type { FaultStage } from './faultStage.ts'

/** What a fault can hit: requests, streams, both, submissions alone, or everything at once for a time. */
export type Scope = 'requests' | 'streams' | 'both' | 'submissions' | 'network'

export type Row = {
  readonly fault: Fault
  readonly scope: Scope
  readonly times?: number
  readonly booksStepBack?: boolean
  /** It is there before the first request, or comes when all is well. @defaultValue 'inCourse' */
  readonly when?: 'fromTheStart' | 'inCourse'
}

/** Time of the network that a condition lasts: several ledgers. */
const CONDITION_MS = 30_000
/** Time within which everybody was hit. */
const HIT_MS = 150_000

/**
 * One fault against every kind of call: all are hit while ledgers go on, each as often as the row says, and have told the whole truth when it is
 * over.
 *
 * @returns The calls that were hit.
 */
export async function playRow(stage: FaultStage, row: Row): Promise<readonly string[]> {
  const { net, clock } = stage
  const name = JSON.stringify(row.fault)
  net.faults.clear()
  stage.setTrading(true)
  await using client = createHorizonClient({
    ...{ horizonUrl: net.url, clock, random: seededRandom(name) },
    requestTimeoutMs: TIMEOUT_MS,
  })
  const calls = callKinds.map((start) => start({ stage, client, row: name, booksStepBack: row.booksStepBack ?? false }))
  const ready = (): Promise<unknown> => Promise.all(calls.map((call) => call.ready()))
  if (row.when !== 'fromTheStart') await ready()

  const hit = inject(stage, row, calls)
  const cuts = row.when === 'fromTheStart' ? ready() : cutStreams(stage, row)
  const isOver = (): boolean =>
    net.faults.list().every(({ fault, hits }) => fault.match?.forMs === undefined && hits > 0)
  const deadlineMs = clock.now() + HIT_MS
  const allHit = async (): Promise<void> => {
    while (!isOver()) {
      expect(clock.now(), `${name} has not hit ${JSON.stringify(net.faults.list())}`).toBeLessThan(deadlineMs)
      await sleep(clock, 500)
    }
  }
  await Promise.all([cuts, allHit(), ...calls.map((call) => call.work(isOver))])
  await stage.ledgers(1)
  net.faults.clear()
  stage.setTrading(false)
  await stage.ledgers(2)
  const { ledger } = net
  await Promise.all(calls.map((call) => call.finish(ledger)))
  return hit
}

/** Kills every connection and listens again at once, so that streams meet the fault on their way back; conditions several times. */
async function cutStreams({ net, clock }: FaultStage, { fault, scope }: Row): Promise<void> {
  if (fault.type === 'refusedConnections') return
  for (let times = scope === 'network' ? 3 : 1; times > 0; times -= 1) {
    await net.stopListening()
    await net.listen()
    if (times > 1) await sleep(clock, CONDITION_MS / 4)
  }
}

function inject({ net }: FaultStage, { fault, scope, times = 2 }: Row, calls: readonly Call[]): readonly string[] {
  if (scope === 'network') {
    net.faults.inject({ ...fault, match: { forMs: CONDITION_MS } })
    return calls.map(({ name }) => name)
  }
  return calls
    .filter(({ targets }) => {
      const hit = targets.filter((target) => isConcerned(target, scope))
      for (const { path, method, stream } of hit)
        net.faults.inject({ ...fault, match: { path, method, stream, times } })
      return hit.length > 0
    })
    .map(({ name }) => name)
}

/** The kinds of call that a row hits. What only hits streams gets to accounts and offers through the stream of ledgers, by which they are read. */
export function hitBy(scope: Scope): readonly string[] {
  const all = [...READS, 'ledgerStream', 'orderBookStream', 'tradeStream', 'accountStream', 'offersStream', 'submit']
  switch (scope) {
    case 'network':
    case 'both':
      return all
    case 'requests':
      return all.filter((name) => name !== 'orderBookStream') // asks for nothing besides
    case 'streams':
      return ['ledgerStream', 'orderBookStream', 'tradeStream']
    case 'submissions':
      return ['submit']
  }
}

const READS = ['a read of state', 'a read of history', 'a page walk', 'allAtOneLedger']

function isConcerned({ method, stream }: Target, scope: Scope): boolean {
  if (scope === 'both') return true
  if (scope === 'submissions') return method === 'POST'
  return stream === (scope === 'streams')
}

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FaultStage, setFaultStage } from './faultStage.ts'
import { hitBy, playRow, type Row } from './playRow.ts'

let stage: FaultStage
beforeAll(async () => {
  stage = await setFaultStage({ seed: 'from the start' })
})
afterAll(() => stage[Symbol.asyncDispose]())

const when = 'fromTheStart'
const late = [{ lagLedgers: 0 }, { lagLedgers: 2 }, { lagLedgers: 4 }] as const

const rows: readonly (readonly [string, Row])[] = [
  ['429', { when, scope: 'both', fault: { type: 'rateLimited', retryAfterSeconds: 3 } }],
  ['503', { when, scope: 'both', fault: { type: 'failure', slug: 'still_ingesting' } }],
  ['resets', { when, scope: 'both', fault: { type: 'reset', at: 'afterHeaders' } }],
  ["a proxy's page with 200", { when, scope: 'both', fault: { type: 'htmlPage', status: 200 } }],
  ['a half-open connection', { when, scope: 'streams', times: 1, fault: { type: 'silentStream' } }],
  ['a server that does not listen', { when, scope: 'network', fault: { type: 'refusedConnections' } }],
  ['several servers', { when, scope: 'network', booksStepBack: true, fault: { type: 'backends', backends: late } }],
]

test.each(rows)('behavior: no call loses, repeats or invents anything where it begins with %s', async (_, row) => {
  expect(await playRow(stage, row)).toEqual(hitBy(row.scope))
})

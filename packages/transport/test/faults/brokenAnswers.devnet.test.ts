import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FaultStage, setFaultStage } from './faultStage.ts'
import { hitBy, playRow, type Row } from './playRow.ts'

let stage: FaultStage
beforeAll(async () => {
  stage = await setFaultStage({ seed: 'broken answers' })
})
afterAll(() => stage[Symbol.asyncDispose]())

const rows: readonly (readonly [string, Row])[] = [
  ['a reset before the request was read', { scope: 'both', fault: { type: 'reset', at: 'request' } }],
  ['a reset once it was done', { scope: 'both', fault: { type: 'reset', at: 'beforeHeaders' } }],
  ['a reset after the headers', { scope: 'both', fault: { type: 'reset', at: 'afterHeaders' } }],
  ['a reset in the middle of the body', { scope: 'requests', fault: { type: 'reset', at: 'midBody' } }],
  ['a body that ends too early', { scope: 'requests', fault: { type: 'truncatedBody' } }],
  ['an empty body', { scope: 'requests', fault: { type: 'truncatedBody', keepBytes: 0 } }],
  ["a proxy's page with 502", { scope: 'both', fault: { type: 'htmlPage' } }],
  ["a proxy's page with 200", { scope: 'both', fault: { type: 'htmlPage', status: 200 } }],
  ["a proxy's page with 403", { scope: 'both', times: 1, fault: { type: 'htmlPage', status: 403 } }],
  ['504 for what is applied', { scope: 'submissions', fault: { type: 'submissionTimeout', outcome: 'applied' } }],
  [
    '504 for what is applied later',
    { scope: 'submissions', times: 1, fault: { type: 'submissionTimeout', outcome: 'applied', delayLedgers: 3 } },
  ],
  ['504 for what is lost', { scope: 'submissions', fault: { type: 'submissionTimeout', outcome: 'lost' } }],
  [
    'a submission that was accepted and dropped',
    { scope: 'submissions', times: 1, fault: { type: 'submissionDropped' } },
  ],
]

test.each(rows)('behavior: no call loses, repeats or invents anything through %s', async (_, row) => {
  expect(await playRow(stage, row)).toEqual(hitBy(row.scope))
})

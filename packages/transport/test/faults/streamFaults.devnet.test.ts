import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FaultStage, setFaultStage } from './faultStage.ts'
import { hitBy, playRow, type Row } from './playRow.ts'

let stage: FaultStage
beforeAll(async () => {
  stage = await setFaultStage({ seed: 'stream faults' })
})
afterAll(() => stage[Symbol.asyncDispose]())

const rows: readonly (readonly [string, Row])[] = [
  ['a reset at the first event', { scope: 'streams', fault: { type: 'reset', at: 'midEvent' } }],
  [
    'a reset in the middle of a later event',
    { scope: 'streams', fault: { type: 'reset', at: 'midEvent', afterEvents: 2 } },
  ],
  ['a connection that is half-open from the start', { scope: 'streams', times: 1, fault: { type: 'silentStream' } }],
  ['a connection that goes half-open', { scope: 'streams', times: 1, fault: { type: 'silentStream', afterEvents: 2 } }],
  ['events that come twice', { scope: 'streams', fault: { type: 'repeatedEvents' } }],
  [
    'events that come once more later',
    { scope: 'streams', booksStepBack: true, fault: { type: 'skipBack', afterEvents: 3, events: 2 } },
  ],
  ['an error event', { scope: 'streams', fault: { type: 'streamError' } }],
  ['an error event after some', { scope: 'streams', fault: { type: 'streamError', afterEvents: 2 } }],
]

test.each(rows)('behavior: no call loses, repeats or invents anything through %s', async (_, row) => {
  expect(await playRow(stage, row)).toEqual(hitBy(row.scope))
})

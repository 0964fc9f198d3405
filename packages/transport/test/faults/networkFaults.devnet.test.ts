import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FaultStage, setFaultStage } from './faultStage.ts'
import { hitBy, playRow, type Row } from './playRow.ts'

let stage: FaultStage
beforeAll(async () => {
  stage = await setFaultStage({ seed: 'network faults' })
})
afterAll(() => stage[Symbol.asyncDispose]())

const late = [{ lagLedgers: 0 }, { lagLedgers: 2 }, { lagLedgers: 4 }] as const

const rows: readonly (readonly [string, Row])[] = [
  ['a server that listens no more', { scope: 'network', fault: { type: 'refusedConnections' } }],
  [
    'several servers behind one URL, in turn',
    { scope: 'network', booksStepBack: true, fault: { type: 'backends', backends: late } },
  ],
  [
    'several servers by chance',
    { scope: 'network', booksStepBack: true, fault: { type: 'backends', backends: late, choose: 'random' } },
  ],
  [
    'several servers that turn trades',
    { scope: 'network', fault: { type: 'backends', backends: [{}, { flipsTrades: true }] } },
  ],
  ['a core ahead of ingestion', { scope: 'network', fault: { type: 'ingestionLag', lagLedgers: 3 } }],
  ['ledgers that stand still', { scope: 'network', fault: { type: 'stalledLedgers' } }],
  ['ledgers in a hurry', { scope: 'network', fault: { type: 'hurriedLedgers', everyMs: 1_000 } }],
  ['ledgers without transactions', { scope: 'network', fault: { type: 'emptyLedgers' } }],
  ['a contract that moves balances', { scope: 'network', fault: { type: 'opaqueTransaction' } }],
]

test.each(rows)('behavior: no call loses, repeats or invents anything through %s', async (_, row) => {
  expect(await playRow(stage, row)).toEqual(hitBy(row.scope))
})

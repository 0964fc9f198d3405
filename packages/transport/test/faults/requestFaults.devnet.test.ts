import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FaultStage, setFaultStage } from './faultStage.ts'
import { hitBy, playRow, type Row } from './playRow.ts'

let stage: FaultStage
beforeAll(async () => {
  stage = await setFaultStage({ seed: 'request faults' })
})
afterAll(() => stage[Symbol.asyncDispose]())

const slow = { type: 'uniform', minMs: 1_000, maxMs: 8_000 } as const
const silent = { type: 'fixed', ms: 60_000 } as const

const rows: readonly (readonly [string, Row])[] = [
  ['answers that are late', { scope: 'both', fault: { type: 'latency', distribution: slow } }],
  [
    'answers made in time and sent late',
    { scope: 'requests', fault: { type: 'latency', phase: 'answer', distribution: slow } },
  ],
  [
    'requests that outlast every timeout',
    { scope: 'both', times: 1, fault: { type: 'latency', distribution: silent } },
  ],
  ['429 with Retry-After', { scope: 'both', fault: { type: 'rateLimited', retryAfterSeconds: 3 } }],
  ['429 without Retry-After', { scope: 'both', fault: { type: 'rateLimited' } }],
  ['500', { scope: 'both', fault: { type: 'failure', slug: 'server_error' } }],
  ['503 of a history that is stale', { scope: 'both', fault: { type: 'failure', slug: 'stale_history' } }],
  [
    '503 of a server with too many requests',
    { scope: 'both', fault: { type: 'failure', slug: 'server_over_capacity' } },
  ],
  ['503 of a server that begins', { scope: 'both', fault: { type: 'failure', slug: 'still_ingesting' } }],
  ['503 of a service that is away', { scope: 'both', fault: { type: 'failure', slug: 'service_unavailable' } }],
  ['504', { scope: 'both', fault: { type: 'failure', slug: 'timeout' } }],
]

test.each(rows)('behavior: no call loses, repeats or invents anything through %s', async (_, row) => {
  expect(await playRow(stage, row)).toEqual(hitBy(row.scope))
})

import { expect, test } from 'vitest'
import { queueScenarioFile, scenarios } from '../../test/scenarios.ts'
import { explainQueue } from './explainQueue.ts'
import { readScenarios } from './readScenarios.ts'
import type { Scenario } from './scenario.ts'

const ordered = scenarios.filter(({ ledgers }) => ledgers.some(({ txs }) => txs[0]?.order !== undefined))

async function queueScenarios(): Promise<readonly Scenario[]> {
  const all: Scenario[] = []
  for await (const scenario of readScenarios(queueScenarioFile)) all.push(scenario)
  return all
}

test('behavior: the queue takes, refuses, applies and leaves what stellar-core’s did', {
  timeout: 60_000,
}, async () => {
  const all = [...ordered, ...(await queueScenarios())]
  expect(all.length).toBeGreaterThan(25)
  for (const scenario of all) {
    const { name, mismatches } = explainQueue(scenario)
    expect({ name, mismatches }).toEqual({ name, mismatches: [] })
  }
})

test('error: an answer that was other than recorded is told, also as far as lots may be drawn', {
  timeout: 60_000,
}, async () => {
  const [scenario] = await queueScenarios()
  if (scenario === undefined) throw new Error('no scenario')
  const [refused, ...others] = (scenario.rejected ?? []).filter(({ status }) => status === 'TRY_AGAIN_LATER')
  if (refused === undefined) throw new Error('no refusal')
  const rejected = [
    { ...refused, status: 'DUPLICATE' },
    ...others,
    ...(scenario.rejected ?? []).filter(({ status }) => status !== 'TRY_AGAIN_LATER'),
  ]
  const { mismatches } = explainQueue({ ...scenario, rejected })
  expect(mismatches[0]).toMatchObject({ type: 'status', expected: 'DUPLICATE', actual: 'TRY_AGAIN_LATER' })
})

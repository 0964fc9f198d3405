import { expect, test } from 'vitest'
import { scenarios } from '../../test/scenarios.ts'
import { conservationFaults, faultsOf } from '../../test/soundState.ts'
import { replayScenario } from './replayScenario.ts'
import type { Scenario } from './scenario.ts'

test.for(scenarios)(
  'behavior: $name comes out as stellar-core recorded it, and sound after each transaction',
  (scenario) => {
    const faults: string[] = []
    let checked = 0
    const { mismatches, transactions } = replayScenario(scenario, {
      onTransaction: (state, applied) => {
        checked += 1
        faults.push(...faultsOf(state), ...conservationFaults(applied))
      },
    })
    expect(mismatches).toEqual([])
    expect(faults).toEqual([])
    expect(checked).toBe(transactions)
  },
)

test('error: a state that is not sound is found out', () => {
  const [scenario] = scenarios.filter(({ end }) => (end?.offers.length ?? 0) > 1)
  let faults: readonly string[] = []
  replayScenario(scenario as Scenario, {
    onTransaction: (state, applied) => {
      const tried = state.fork()
      const [offer] = tried.allOffers()
      if (offer === undefined) return
      tried.put({ ...offer, amount: offer.amount + 10_000n })
      faults = [...faultsOf(tried), ...conservationFaults({ ...applied, feeCharged: applied.feeCharged + 1n })]
    },
  })
  expect(faults).toEqual([
    expect.stringContaining('liabilities'),
    expect.stringContaining('liabilities'),
    expect.stringContaining('lumens'),
  ])
})

test('behavior: nothing is looked up: without recorded results and end a replay computes the same', () => {
  for (const scenario of scenarios.filter((_, at) => at % 5 === 0)) {
    const { end: _end, rejected: _rejected, endIdPool: _id, endFeePool: _fee, ...rest } = scenario
    const ledgers = rest.ledgers.map((ledger) => ({
      ...ledger,
      txs: ledger.txs.map(({ result: _result, ...tx }) => tx),
    }))
    const { mismatches, ...stripped } = replayScenario({ ...rest, ledgers })
    const { mismatches: _mismatches, rejections: _rejections, ...whole } = replayScenario(scenario)
    expect(mismatches).toEqual([])
    expect({ ...stripped, rejections: undefined }).toEqual({ ...whole, rejections: undefined })
  }
})

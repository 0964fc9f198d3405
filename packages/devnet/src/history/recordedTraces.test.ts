import { expect, test } from 'vitest'
import { ORIGIN } from '../../test/retold.ts'
import { scenarios } from '../../test/scenarios.ts'
import { renderEffect } from '../horizon/effectBody/renderEffect.ts'
import { renderOperation } from '../horizon/operationBody/renderOperation.ts'
import { replayScenario } from '../replay/replayScenario.ts'
import { effectsOf } from './effects/effectsOf.ts'
import { historyOf } from './historyOf.ts'
import { operationsOf } from './operationsOf.ts'
import type { TransactionRow } from './rows.ts'

type Told = { readonly operations: readonly unknown[]; readonly effects: readonly unknown[] }

function tell(row: TransactionRow): Told {
  const operations = operationsOf(row)
  return {
    operations: operations.map((operation) => renderOperation(operation, { origin: ORIGIN, joinsTransactions: false })),
    effects: operations.flatMap(effectsOf).map((effect) => renderEffect(effect, ORIGIN)),
  }
}

/** Each transaction of the recordings as a row of history, and as one that keeps every write. */
function eachRow(visit: (row: TransactionRow, whole: TransactionRow) => void): void {
  for (const scenario of scenarios) {
    replayScenario(scenario, {
      onTransaction: ({ header }, applied) => {
        const sealed = { ...header, hash: '', previousHash: '', headerXdr: '' }
        for (const row of historyOf({ header: sealed, transactions: [applied] }).transactions) {
          visit(row, { ...row, writes: applied.operationWrites })
        }
      },
    })
  }
}

test('property: the writes that are kept tell all that every write would', () => {
  const seen = new Set<unknown>()
  eachRow((row, whole) => {
    const told = tell(row)
    expect(told).toEqual(tell(whole))
    for (const body of [...told.operations, ...told.effects]) seen.add((body as { readonly type: unknown }).type)
  })
  expect(seen.size).toBeGreaterThan(45) // of operations and effects together
})

test('property: an effect is about nobody whose transaction is not found by it, and no other takes part', () => {
  eachRow((row) => {
    for (const operation of operationsOf(row)) {
      const effects = effectsOf(operation)
      expect(row.affected).toEqual(expect.arrayContaining(effects.map(({ account }) => account.accountId)))
      expect(row.operationParticipants).toEqual(expect.arrayContaining([...operation.participants]))
    }
    expect(row.participants).toEqual(expect.arrayContaining([...row.operationParticipants]))
  })
})

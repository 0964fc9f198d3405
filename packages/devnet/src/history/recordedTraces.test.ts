import { expect, test } from 'vitest'
import { ORIGIN } from '../../test/retold.ts'
import { scenarios } from '../../test/scenarios.ts'
import { renderEffect } from '../horizon/effectBody/renderEffect.ts'
import type { JsonObject } from '../horizon/json.ts'
import { renderOperation } from '../horizon/operationBody/renderOperation.ts'
import { replayScenario } from '../replay/replayScenario.ts'
import { effectsOf } from './effects/effectsOf.ts'
import { historyOf } from './historyOf.ts'
import { operationsOf } from './operationsOf.ts'
import type { TransactionRow } from './rows.ts'

/** Thousands of transactions are replayed. */
const TIMEOUT_MS = 60_000

/** What clients are sent of a transaction's operations and effects. */
function tell(row: TransactionRow): readonly JsonObject[] {
  const operations = operationsOf(row)
  return [
    ...operations.map((operation) => renderOperation(operation, { origin: ORIGIN, joinsTransactions: false })),
    ...operations.flatMap(effectsOf).map((effect) => renderEffect(effect, ORIGIN)),
  ]
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

test('property: the writes that are kept tell all that every write would', { timeout: TIMEOUT_MS }, () => {
  const [seen, different] = [new Set<unknown>(), [] as string[]]
  eachRow((row, whole) => {
    const told = tell(row)
    if (JSON.stringify(told) !== JSON.stringify(tell(whole))) different.push(row.hash)
    for (const body of told) seen.add(body['type'])
  })
  expect(different).toEqual([])
  expect(seen.size).toBeGreaterThan(60) // types of operations and effects together
})

test('property: an effect is about nobody whom its transaction is not found by', { timeout: TIMEOUT_MS }, () => {
  const strays: string[] = []
  const expectAll = (wanted: readonly string[], known: readonly string[]): void => {
    strays.push(...wanted.filter((accountId) => !known.includes(accountId)))
  }
  eachRow((row) => {
    for (const operation of operationsOf(row)) {
      const about = effectsOf(operation).map(({ account }) => account.accountId)
      expectAll(about, row.affected)
      expectAll(operation.participants, row.operationParticipants)
    }
    expectAll(row.operationParticipants, row.participants)
  })
  expect(strays).toEqual([])
})

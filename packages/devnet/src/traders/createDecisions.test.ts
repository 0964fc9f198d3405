import { priceFloat } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { createDecisions, type Decision, type Round } from './createDecisions.ts'

const rounds = (seed: number, count: number): readonly Round[] => {
  const next = createDecisions({ seed, traderCount: 12, referenceFloat: 0.1 })
  return Array.from({ length: count }, next)
}

test('behavior: the same seed repeats every decision, another one does not', () => {
  expect(rounds(7, 200)).toEqual(rounds(7, 200))
  expect(rounds(8, 1)).not.toEqual(rounds(7, 1))
})

test('behavior: the reference wanders and stays near where it began', () => {
  const references = rounds(3, 20_000).map(({ referenceFloat }) => referenceFloat)
  expect(new Set(references).size).toBeGreaterThan(10_000)
  expect(Math.max(...references)).toBeLessThan(0.12)
  expect(Math.min(...references)).toBeGreaterThan(0.08)
})

test('behavior: most rounds have quotes on both sides of the reference and now and then a taker across it', () => {
  const isTaker = (decision: Decision, referenceFloat: number): boolean =>
    decision.type === 'order' && (decision.side === 'buy') === priceFloat(decision.price) > referenceFloat
  const kinds = rounds(1, 500).map(({ referenceFloat, decisions }) => ({
    takers: decisions.filter((decision) => isTaker(decision, referenceFloat)).length,
    quotes: decisions.filter((decision) => decision.type === 'order' && !isTaker(decision, referenceFloat)).length,
    cancels: decisions.filter(({ type }) => type === 'cancel').length,
  }))
  const mean = (kind: keyof (typeof kinds)[0]): number =>
    kinds.reduce((sum, each) => sum + each[kind], 0) / kinds.length
  expect(mean('quotes')).toBeGreaterThan(6)
  expect(mean('takers')).toBeGreaterThan(2)
  expect(mean('cancels')).toBeGreaterThan(0.8)
})

import { expect, test } from 'vitest'
import { createTurnQueue } from './turnQueue.ts'

test('behavior: turns that come while others are told go to the store together', async () => {
  const told: number[] = []
  const answers: (() => void)[] = []
  const take = (tokens: number): Promise<number> => {
    told.push(tokens)
    return new Promise((resolve) => answers.push(() => resolve(tokens)))
  }
  const turns = createTurnQueue({ isOpen: () => true, take })
  for (let count = 0; count < 4; count += 1) turns.add(1)
  expect([told, turns.owed()]).toEqual([[1], 3])
  answers[0]?.()
  await Promise.resolve()
  await Promise.resolve()
  expect([told, turns.owed()]).toEqual([[1, 3], 0])
})

test('behavior: while the store is away nothing is told, and what it is owed can be forgotten', () => {
  const turns = createTurnQueue({ isOpen: () => false, take: () => expect.fail('it was told') })
  turns.add(2)
  expect(turns.owed()).toBe(2)
  turns.clear()
  expect(turns.owed()).toBe(0)
})

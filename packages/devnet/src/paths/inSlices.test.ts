import { expect, test } from 'vitest'
import { inSlices } from './inSlices.ts'

function* steps(...work: readonly number[]): Generator<number, string> {
  for (const each of work) yield each
  return 'done'
}

test('behavior: pauses whenever a slice is full', async () => {
  let pauses = 0
  const pause = async (): Promise<void> => {
    pauses += 1
  }
  expect(await inSlices(steps(4, 4, 4, 20, 1), { maxWork: 10, pause })).toBe('done')
  expect(pauses).toBe(2)
})

test('error: a pause that fails ends the work', async () => {
  const pause = (): Promise<void> => Promise.reject(new Error('gone'))
  await expect(inSlices(steps(10, 10), { maxWork: 10, pause })).rejects.toThrow('gone')
})

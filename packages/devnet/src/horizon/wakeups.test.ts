import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { createWakeups } from './wakeups.ts'

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const immediate = () => createWakeups({ cadence: 'immediate', clock: createVirtualClock(), pollMs: 1 })

test('behavior: many slow sleepers do not hold the event loop', async () => {
  const wakeups = immediate()
  let woken = 0
  for (let at = 0; at < 60; at += 1) {
    wakeups.subscribe(() => {
      const endMs = performance.now() + 2
      while (performance.now() < endMs) {
        // as long as rendering a large book takes
      }
      woken += 1
    })
  }
  wakeups.committed()
  let turns = 0
  for (; woken < 60; turns += 1) await nextTurn()
  expect(turns).toBeGreaterThanOrEqual(20) // at most two of them and a bit in each
})

test('behavior: quick sleepers are woken together, and those who left meanwhile are not', async () => {
  const wakeups = immediate()
  const woken: string[] = []
  wakeups.subscribe(() => {
    woken.push('first')
    leave()
  })
  const leave = wakeups.subscribe(() => void woken.push('second'))
  wakeups.subscribe(() => void woken.push('third'))
  wakeups.committed()
  expect(woken).toEqual([])
  await nextTurn()
  expect(woken).toEqual(['first', 'third'])
})

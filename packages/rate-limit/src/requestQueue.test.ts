import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRequestQueue, priorities, type Waiting } from './requestQueue.ts'
import type { RequestPriority } from './types.ts'

function waiting(priority: RequestPriority, weight = 1, caller = ''): Waiting {
  return { priority, weight, caller, grant: () => {}, refuse: () => {} }
}

test('behavior: the most urgent first, first come first served within a priority, leaving from anywhere', () => {
  const queue = createRequestQueue()
  const [read, second, third] = [waiting('market', 2), waiting('market'), waiting('market')]
  const leaveRead = queue.add(read)
  const leaveSecond = queue.add(second)
  queue.add(third)
  expect([queue.first(), queue.count('market'), queue.weight('market')]).toEqual([read, 3, 4])
  leaveSecond()
  leaveSecond()
  expect([queue.count('market'), queue.weight('market')]).toEqual([2, 3])
  leaveRead()
  expect(queue.first()).toBe(third)
  const cancel = waiting('submission')
  queue.add(cancel)
  expect(queue.first()).toBe(cancel)
})

test('behavior: only what is as urgent or more stands before a request', () => {
  const queue = createRequestQueue()
  queue.add(waiting('account'))
  expect(priorities.map(queue.hasBefore)).toEqual([false, true, true, true])
})

test('property: order and counts equal those of sorted arrays', () => {
  const action = fc.record({ add: fc.option(fc.constantFrom(...priorities)), at: fc.nat() })
  fc.assert(
    fc.property(fc.array(action), (actions) => {
      const queue = createRequestQueue()
      const model: { entry: Waiting; leave: () => void }[] = []
      for (const { add, at } of actions) {
        if (add !== null) {
          const entry = waiting(add)
          model.push({ entry, leave: queue.add(entry) })
        } else if (model.length > 0) {
          model.splice(at % model.length, 1).forEach(({ leave }) => {
            leave()
          })
        }
        const inLine = priorities.map((priority) => model.filter(({ entry }) => entry.priority === priority))
        expect(queue.first()).toBe(inLine.flat()[0]?.entry)
        expect(priorities.map(queue.count)).toEqual(inLine.map((line) => line.length))
      }
    }),
  )
})

test('property: callers are served in turn: of two who wait all the time neither gets two more than the other', () => {
  const action = fc.record({ caller: fc.constantFrom('a', 'b', 'c'), count: fc.integer({ min: 1, max: 9 }) })
  fc.assert(
    fc.property(fc.array(action, { minLength: 1 }), (actions) => {
      const queue = createRequestQueue()
      const leave = new Map<Waiting, () => void>()
      for (const { caller, count } of actions) {
        for (let index = 0; index < count; index += 1) {
          const entry = waiting('market', 1, caller)
          leave.set(entry, queue.add(entry))
        }
      }
      const served: Record<string, number> = { a: 0, b: 0, c: 0 }
      const waits = (caller: string): number => queue.countOf('market', caller)
      for (let next = queue.first(); next; next = queue.first()) {
        leave.get(next)?.()
        served[next.caller] = (served[next.caller] ?? 0) + 1
        const counts = Object.keys(served)
          .filter((caller) => waits(caller) > 0)
          .map((caller) => served[caller] ?? 0)
        expect(Math.max(0, ...counts) - Math.min(Number.POSITIVE_INFINITY, ...counts)).toBeLessThanOrEqual(1)
      }
      expect([queue.countOf('market', 'a'), queue.callers('market').size]).toEqual([0, 0])
    }),
  )
})

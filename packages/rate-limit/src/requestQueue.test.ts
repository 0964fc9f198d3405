import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Claim, createRequestQueue, priorities, type Waiting } from './requestQueue.ts'
import type { RequestPriority } from './types.ts'

const anyone = (): boolean => true

function waiting(priority: RequestPriority, request: Partial<Waiting> = {}): Waiting {
  return { priority, weight: 1, needsPermit: false, caller: '', grant: () => {}, refuse: () => {}, ...request }
}

test('behavior: the most urgent first, first come first served within a priority, leaving from anywhere', () => {
  const queue = createRequestQueue(anyone)
  const [read, second, third] = [waiting('market', { weight: 2 }), waiting('market'), waiting('market')]
  const leaveRead = queue.add(read)
  const leaveSecond = queue.add(second)
  queue.add(third)
  expect([queue.first(), queue.count('market'), queue.weight('market', false)]).toEqual([read, 3, 4])
  leaveSecond()
  expect([queue.count('market'), queue.weight('market', false)]).toEqual([2, 3])
  leaveRead()
  expect(queue.first()).toBe(third)
  const cancel = waiting('submission')
  queue.add(cancel)
  expect(queue.first()).toBe(cancel)
})

test('behavior: who may not go is passed by those of its caller, of its priority and of less urgent ones, and keeps its place', () => {
  let mayGo: (claim: Claim) => boolean = ({ needsPermit, weight }) => !needsPermit && weight <= 2
  const queue = createRequestQueue((claim) => mayGo(claim))
  const run = waiting('market', { needsPermit: true })
  const heavy = waiting('market', { weight: 3 })
  const others = [waiting('market', { weight: 2 }), waiting('market', { caller: 'b' }), waiting('background')]
  queue.add(run)
  queue.add(heavy)
  const leave = new Map(others.map((other) => [other, queue.add(other)]))
  const order: (Waiting | undefined)[] = []
  for (let next = queue.first(); next; next = queue.first()) {
    order.push(next)
    leave.get(next)?.()
  }
  expect(order).toEqual(others)
  mayGo = anyone
  expect([queue.first(), [...priorities].map(queue.count)]).toEqual([run, [0, 0, 2, 0]])
  expect([queue.weight('market', true), queue.weight('market', false)]).toEqual([1, 3])
})

/** The rules of the queue over plain lists, which are searched. */
function createListQueue(mayGo: (claim: Claim) => boolean) {
  const everyone: Waiting[] = [] // in the order of arrivals
  const turns = new Map<RequestPriority, readonly string[]>()
  const callers = (priority: RequestPriority): readonly string[] => turns.get(priority) ?? []
  const of = (priority: RequestPriority, caller: string): Waiting[] =>
    everyone.filter((waits) => waits.priority === priority && waits.caller === caller)
  const firstOf = (priority: RequestPriority): Waiting | undefined =>
    callers(priority)
      .flatMap((caller) => of(priority, caller))
      .find(mayGo)
  return {
    everyone,
    of,
    callers,
    first: () => priorities.map(firstOf).find((waits) => waits !== undefined),
    add: (added: Waiting) => {
      everyone.push(added)
      turns.set(added.priority, [...new Set([...callers(added.priority), added.caller])])
    },
    remove: (gone: Waiting) => {
      const { priority, caller } = gone
      const hadTurn = firstOf(priority) === gone
      everyone.splice(everyone.indexOf(gone), 1)
      const others = callers(priority).filter((other) => other !== caller)
      if (of(priority, caller).length === 0) turns.set(priority, others)
      else if (hadTurn) turns.set(priority, [...others, caller])
    },
  }
}

const anyStep = fc.oneof(
  fc.record({
    type: fc.constant('add' as const),
    priority: fc.constantFrom('account' as const, 'market' as const),
    caller: fc.constantFrom('a', 'b', 'c'),
    needsPermit: fc.boolean(),
    weight: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ type: fc.constant('grant' as const) }),
  fc.record({ type: fc.constant('give up' as const), at: fc.nat() }),
  fc.record({
    type: fc.constant('limit' as const),
    hasPermits: fc.boolean(),
    mostTokens: fc.integer({ min: 1, max: 3 }),
  }),
)

test('property: order and counts equal those of lists that are searched', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 60, size: 'max' }), (steps) => {
      let limits = { hasPermits: true, mostTokens: 3 }
      const mayGo = ({ needsPermit, weight }: Claim): boolean =>
        (limits.hasPermits || !needsPermit) && weight <= limits.mostTokens
      const queue = createRequestQueue(mayGo)
      const list = createListQueue(mayGo)
      const leave = new Map<Waiting, () => void>()
      const remove = (gone: Waiting | undefined): void => {
        if (gone === undefined) return
        list.remove(gone)
        leave.get(gone)?.()
      }
      for (const step of steps) {
        if (step.type === 'limit') limits = step
        if (step.type === 'grant') remove(queue.first())
        if (step.type === 'give up') remove(list.everyone[step.at % list.everyone.length])
        if (step.type === 'add') {
          const added = waiting(step.priority, step)
          list.add(added)
          leave.set(added, queue.add(added))
        }
        expect(queue.first()).toBe(list.first())
        for (const priority of ['account', 'market'] as const) {
          const callers = list.callers(priority)
          const here = callers.flatMap((caller) => list.of(priority, caller))
          expect(queue.count(priority)).toBe(here.length)
          expect(queue.crowd(priority, 'a')).toEqual({
            ofCaller: list.of(priority, 'a').length,
            callers: callers.length,
          })
        }
      }
      for (const left of queue.all()) remove(left)
      expect(list.everyone).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('behavior: who arrives would be first where nobody who may go is as urgent', () => {
  const queue = createRequestQueue(({ needsPermit }) => !needsPermit)
  queue.add(waiting('submission', { needsPermit: true }))
  queue.add(waiting('account'))
  const wouldBeFirst = (needsPermit: boolean): boolean[] =>
    priorities.map((priority) => queue.wouldBeFirst({ priority, weight: 1, needsPermit }))
  expect(wouldBeFirst(false)).toEqual([true, false, false, false])
  expect(wouldBeFirst(true)).toEqual([false, false, false, false])
})

test('property: callers are served in turn: of two who wait all the time neither gets two more than the other', () => {
  const action = fc.record({
    caller: fc.constantFrom('a', 'b', 'c'),
    needsPermit: fc.boolean(),
    count: fc.integer({ min: 1, max: 9 }),
  })
  fc.assert(
    fc.property(fc.array(action, { minLength: 1 }), (actions) => {
      const queue = createRequestQueue(anyone)
      const leave = new Map<Waiting, () => void>()
      for (const { caller, needsPermit, count } of actions) {
        for (let index = 0; index < count; index += 1) {
          const entry = waiting('market', { caller, needsPermit })
          leave.set(entry, queue.add(entry))
        }
      }
      const served: Record<string, number> = { a: 0, b: 0, c: 0 }
      const waits = (caller: string): number => queue.crowd('market', caller).ofCaller
      for (let next = queue.first(); next; next = queue.first()) {
        leave.get(next)?.()
        served[next.caller] = (served[next.caller] ?? 0) + 1
        const counts = Object.keys(served)
          .filter((caller) => waits(caller) > 0)
          .map((caller) => served[caller] ?? 0)
        expect(Math.max(0, ...counts) - Math.min(Number.POSITIVE_INFINITY, ...counts)).toBeLessThanOrEqual(1)
      }
      expect(queue.crowd('market', 'a')).toEqual({ ofCaller: 0, callers: 0 })
    }),
  )
})

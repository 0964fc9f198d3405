import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { closeAll, createWorld, keepSending, send, stateOf } from '../../test/redis/sharedWorld.ts'
import { priorities } from '../requestQueue.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const horizon = { requestsPerHour: 3_600, burst: 100 }

test.each([1, 2, 3])(
  'property: 8 processes together use 99 % of the budget and meet no 429 (seed %i)',
  async (seed) => {
    const world = createWorld({ ...horizon, seed })
    const processes = Array.from({ length: 8 }, world.process)
    const sending = processes.flatMap((one) =>
      (['market', 'market', 'submission'] as const).map((priority) =>
        keepSending(world, one, priority).catch(() => {}),
      ),
    )
    await vi.advanceTimersByTimeAsync(600_000)
    expect(world.server.refused).toBe(0)
    expect(world.server.admitted).toBeGreaterThanOrEqual(0.99 * (600 + 101))
    await closeAll(processes)
    await Promise.all(sending)
  },
)

test('property: a store that answers later than a lease lasts costs next to nothing', async () => {
  const world = createWorld({ ...horizon, seed: 5, latencyMs: [140, 200] })
  const processes = Array.from({ length: 8 }, world.process)
  const sending = processes.map((one) => keepSending(world, one, 'market').catch(() => {}))
  await vi.advanceTimersByTimeAsync(300_000)
  expect(world.server.refused).toBe(0)
  expect(world.server.admitted).toBeGreaterThanOrEqual(0.95 * (300 + 101))
  await closeAll(processes)
  await Promise.all(sending)
})

test('property: bursts, pauses, deaths and outages of any kind: nothing is refused, and all who live are granted', async () => {
  const anyStep = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        type: fc.constant('ask' as const),
        by: fc.nat({ max: 4 }),
        priority: fc.constantFrom(...priorities),
        count: fc.integer({ min: 1, max: 25 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ type: fc.constant('pause' as const), ms: fc.integer({ min: 1, max: 6_000 }) }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('kill' as const), by: fc.nat({ max: 4 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('outage' as const),
        memory: fc.constantFrom('kept' as const, 'forgotten' as const),
        ms: fc.integer({ min: 1, max: 20_000 }),
      }),
    },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 30 }), fc.nat(), async (steps, seed) => {
      const world = createWorld({ requestsPerHour: 7_200, burst: 20, seed })
      const processes = Array.from({ length: 5 }, world.process)
      await vi.advanceTimersByTimeAsync(100)
      const asked: Promise<void>[] = []
      for (const step of steps) {
        const one = 'by' in step ? processes[step.by] : undefined
        if (step.type === 'pause') await vi.advanceTimersByTimeAsync(step.ms)
        else if (step.type === 'outage') {
          world.store.stop()
          await vi.advanceTimersByTimeAsync(step.ms)
          world.store.start(step.memory)
          await vi.advanceTimersByTimeAsync(4_000)
        } else if (step.type === 'kill') one?.kill()
        else if (one && !one.isDead) {
          for (let count = 0; count < step.count; count += 1)
            asked.push(send(world, one, step.priority).catch(() => {}))
        }
      }
      await vi.advanceTimersByTimeAsync(300_000)
      expect(world.server.refused).toBe(0)
      const living = processes.filter(({ isDead }) => !isDead)
      for (const one of living)
        expect(stateOf(one)).toMatchObject({ source: 'shared', queued: { submission: 0, market: 0 } })
      expect(world.store.tokens()).toBeLessThanOrEqual(world.budget.capacity)
      await closeAll(processes)
    }),
    { numRuns: 40 },
  )
}, 60_000)

test.each([
  { memory: 'kept' as const, atLeast: 0.98 },
  { memory: 'forgotten' as const, atLeast: 0.98 },
])(
  'property: an outage of a minute under full load, with what the store holds $memory, costs nothing',
  async ({ memory, atLeast }) => {
    const world = createWorld({ ...horizon, seed: 11 })
    const processes = Array.from({ length: 8 }, world.process)
    const sending = processes.flatMap((one) =>
      (['market', 'submission'] as const).map((priority) => keepSending(world, one, priority).catch(() => {})),
    )
    await vi.advanceTimersByTimeAsync(120_000)
    world.store.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    world.store.start(memory)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(world.server.refused).toBe(0)
    expect(world.server.admitted).toBeGreaterThanOrEqual(atLeast * (300 + 101))
    await closeAll(processes)
    await Promise.all(sending)
  },
)

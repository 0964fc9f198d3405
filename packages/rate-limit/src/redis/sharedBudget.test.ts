import { type Random, seededRandom, systemClock } from '@sdex/primitives'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createGcraServer, type GcraServer } from '../../test/gcraServer.ts'
import { createFakeStore, type FakeStore } from '../../test/redis/fakeStore.ts'
import { createLimiter } from '../createLimiter.ts'
import { priorities } from '../requestQueue.ts'
import { toSettings } from '../settings.ts'
import type { RateLimiter, RateLimiterState, RequestPriority } from '../types.ts'
import { createSharedLeases } from './sharedLeases.ts'
import { type SharedBudget, toSharedBudget } from './sharedSettings.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

type World = {
  readonly store: FakeStore
  readonly server: GcraServer
  readonly budget: SharedBudget
  readonly random: Random
  process(): Process
}
type Process = { readonly limiter: RateLimiter; kill(): void; readonly isDead: boolean }

function createWorld(options: { readonly requestsPerHour: number; readonly burst: number; seed: number }): World {
  const { requestsPerHour, burst, seed } = options
  const random = seededRandom(seed)
  const clock = systemClock
  const settings = toSettings(options)
  const budget = toSharedBudget(settings, 50)
  const store = createFakeStore({ ...budget, clock, random, maxLatencyMs: 3, maxReconnectMs: 1_000 })
  const { marginMs, tokenMs } = settings.bucket
  const shared = { ...settings, bucket: { capacity: budget.capacity, tokenMs, marginMs } }
  const process = (): Process => {
    const { open, cut } = store.connect()
    const { reserved } = settings
    const limiter = createLimiter(shared, (onChange) =>
      createSharedLeases({ budget, reserved, marginMs, processCount: 1, clock, random, openStore: open }, onChange),
    )
    let isDead = false
    return {
      limiter,
      kill: () => {
        isDead = true
        cut()
      },
      get isDead() {
        return isDead
      },
    }
  }
  return { store, server: createGcraServer(requestsPerHour, burst), budget, random, process }
}

function later(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs))
}

/** A request that is granted, travels for up to 50 ms, and comes back. A process that died sends nothing. */
async function send({ server, random }: World, from: Process, priority: RequestPriority): Promise<void> {
  await from.limiter.acquire({ priority })
  if (from.isDead) return
  await later(50 * random())
  const answer = server.request(Date.now())
  await later(50 * random())
  if (!from.isDead) from.limiter.observe(answer)
}

async function keepSending(world: World, from: Process, priority: RequestPriority): Promise<void> {
  while (!from.isDead) await send(world, from, priority)
}

function stateOf({ limiter }: Process): RateLimiterState {
  const states: RateLimiterState[] = []
  limiter.state$.subscribe((state) => states.push(state)).unsubscribe()
  const [state] = states
  if (state === undefined) throw new Error('no state')
  return state
}

async function closeAll(processes: readonly Process[]): Promise<void> {
  const closing = Promise.all(processes.map(({ limiter }) => limiter.close()))
  await vi.advanceTimersByTimeAsync(1_000)
  await closing
}

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

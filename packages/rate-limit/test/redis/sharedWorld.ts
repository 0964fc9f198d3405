import { type Random, seededRandom, systemClock } from '@sdex/primitives'
import { vi } from 'vitest'
import { createLimiter } from '../../src/createLimiter.ts'
import { createSharedLeases } from '../../src/redis/sharedLeases.ts'
import { type SharedBudget, toSharedBudget } from '../../src/redis/sharedSettings.ts'
import { toSettings } from '../../src/settings.ts'
import type { RateLimiter, RateLimiterState, RequestPriority } from '../../src/types.ts'
import { createGcraServer, type GcraServer } from '../gcraServer.ts'
import { createFakeStore, type FakeStore } from './fakeStore.ts'

/** Processes that share a budget, the store they share it through, and the server that judges them; all in one and in faked time. */
export type World = {
  readonly store: FakeStore
  readonly server: GcraServer
  readonly budget: SharedBudget
  readonly random: Random
  process(): Process
}
export type Process = { readonly limiter: RateLimiter; kill(): void; readonly isDead: boolean }

export function createWorld(options: {
  readonly requestsPerHour: number
  readonly burst: number
  readonly seed: number
  readonly processCount?: number
  /** Of the store, one way. @defaultValue 0 to 3 */
  readonly latencyMs?: readonly [min: number, max: number]
}): World {
  const { requestsPerHour, burst, seed, processCount, latencyMs: [minLatencyMs, maxLatencyMs] = [0, 3] } = options
  const random = seededRandom(seed)
  const clock = systemClock
  const settings = toSettings(options)
  const budget = toSharedBudget(settings)
  const latency = { minLatencyMs, maxLatencyMs, maxReconnectMs: 1_000 }
  const store = createFakeStore({ ...budget, ...latency, clock, random })
  const process = (): Process => {
    const { open, cut } = store.connect()
    const limiter = createLimiter({ ...settings, bucket: budget }, (onChange) =>
      createSharedLeases({ budget, processCount, clock, random, openStore: open }, onChange),
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

/** Horizon's budget of 101, which is 99 where it is shared. */
export const horizon = { requestsPerHour: 3_600, burst: 100, seed: 1 }

/** Two processes that have found the store. */
export async function twoOf(): Promise<{
  readonly world: World
  readonly processes: readonly [Process, Process]
  readonly one: RateLimiter
  readonly other: RateLimiter
}> {
  const world = createWorld(horizon)
  const processes = [world.process(), world.process()] as const
  await vi.advanceTimersByTimeAsync(20)
  return { world, processes, one: processes[0].limiter, other: processes[1].limiter }
}

function later(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs))
}

/** A request that is granted, travels for up to 50 ms, and comes back. A process that died sends nothing. */
export async function send({ server, random }: World, from: Process, priority: RequestPriority): Promise<void> {
  await from.limiter.acquire({ priority })
  if (from.isDead) return
  await later(50 * random())
  const answer = server.request(Date.now())
  await later(50 * random())
  if (!from.isDead) from.limiter.observe(answer)
}

export async function keepSending(world: World, from: Process, priority: RequestPriority): Promise<void> {
  while (!from.isDead) await send(world, from, priority)
}

export function stateOf({ limiter }: Process): RateLimiterState {
  const states: RateLimiterState[] = []
  limiter.state$.subscribe((state) => states.push(state)).unsubscribe()
  const [state] = states
  if (state === undefined) throw new Error('no state')
  return state
}

export async function closeAll(processes: readonly Process[]): Promise<void> {
  const closing = Promise.all(processes.map(({ limiter }) => limiter.close()))
  await vi.advanceTimersByTimeAsync(1_000)
  await closing
}

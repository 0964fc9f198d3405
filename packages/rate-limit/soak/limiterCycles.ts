import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createRateLimiter } from '../src/index.ts'
import { createSharedRateLimiter } from '../src/redis/index.ts'
import type { RateLimiter } from '../src/types.ts'
import { startRedisServer } from '../test/redis/redisServer.ts'

/** Limiters opened, used and closed again and again: the heap stays as it was, and nothing stays open. */

const LOCAL_CYCLES = 10_000
const SHARED_CYCLES = 1_000
const MAX_GROWTH_BYTES = 2_000_000

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

async function heapBytes(): Promise<number> {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    collect()
  }
  return process.memoryUsage().heapUsed
}

async function cycle(open: () => RateLimiter): Promise<void> {
  await using limiter = open()
  const states = limiter.state$.subscribe()
  await limiter.acquire({ priority: 'submission' })
  const waiting = Array.from({ length: 5 }, () => limiter.acquire({ priority: 'market', weight: 90 }))
  const outcomes = Promise.allSettled(waiting)
  await limiter.close()
  await outcomes
  states.unsubscribe()
}

async function growth(cycles: number, open: () => RateLimiter): Promise<number> {
  for (let count = 0; count < cycles / 10; count += 1) await cycle(open)
  const before = await heapBytes()
  for (let count = 0; count < cycles; count += 1) await cycle(open)
  return (await heapBytes()) - before
}

const local = await growth(LOCAL_CYCLES, () => createRateLimiter())
const redis = await startRedisServer()
const { redisUrl } = redis
let budgets = 0
const shared = await growth(SHARED_CYCLES, () => {
  budgets += 1 // a full one each time
  return createSharedRateLimiter({ redisUrl, key: `cycle ${budgets}` })
})
await redis[Symbol.asyncDispose]()
const left = process.getActiveResourcesInfo().filter((kind) => /Timeout|TCP/.test(kind))
process.stdout.write(
  `heap: ${local} bytes more after ${LOCAL_CYCLES} cycles, shared ${shared} after ${SHARED_CYCLES}\n`,
)
process.stdout.write(`left open: ${left.join(', ') || 'nothing'}\n`)
process.exitCode = Math.max(local, shared) < MAX_GROWTH_BYTES && left.length === 0 ? 0 : 1

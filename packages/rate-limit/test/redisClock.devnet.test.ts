import { Redis } from 'ioredis'
import { afterEach, expect, test, vi } from 'vitest'
import { createSharedRateLimiter } from '../src/redis/index.ts'
import type { RateLimiter } from '../src/types.ts'
import { hasRedis, startRedisServer } from './redis/redisServer.ts'

// Against a real redis-server: time is told by it, and no clock of a process may stop the budget or add to it.
const withRedis = test.skipIf(!hasRedis())

const fast = { requestsPerHour: 72_000, burst: 60, reservedForSubmissions: 0 } // 20 a second

afterEach(() => {
  vi.restoreAllMocks()
})

/** Changes the clock of this process, as seen by all in it. */
function shiftClock(byMs: number): void {
  const now = Date.now
  vi.spyOn(Date, 'now').mockImplementation(() => now() + byMs)
}

/** How many are granted within that time to who asks for as many as it can get. */
async function grantedWithin(limiter: RateLimiter, durationMs: number): Promise<number> {
  const asked = Array.from({ length: 200 }, () => limiter.acquire({ priority: 'market', timeoutMs: durationMs }))
  return (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled').length
}

withRedis(
  'behavior: a process whose clock is a minute ahead neither adds to the budget nor takes it along',
  async () => {
    await using redis = await startRedisServer()
    await using limiter = createSharedRateLimiter({ redisUrl: redis.redisUrl, key: 'ahead', ...fast })
    expect(await grantedWithin(limiter, 500)).toBeGreaterThan(55)
    shiftClock(60_000)
    {
      await using ahead = createSharedRateLimiter({ redisUrl: redis.redisUrl, key: 'ahead', ...fast })
      expect(await grantedWithin(ahead, 1_000)).toBeLessThan(45)
    }
    vi.restoreAllMocks()
    const granted = await grantedWithin(limiter, 2_000)
    expect(granted).toBeGreaterThan(30)
    expect(granted).toBeLessThan(65)
  },
)

withRedis('behavior: a clock set back does not stop the shared budget until it catches up', async () => {
  await using redis = await startRedisServer()
  await using limiter = createSharedRateLimiter({ redisUrl: redis.redisUrl, key: 'back', ...fast })
  await grantedWithin(limiter, 500)
  shiftClock(-3_600_000)
  const granted = await grantedWithin(limiter, 3_000)
  expect(granted).toBeGreaterThan(35) // a second may pass until it looks at the clock of Redis
  expect(granted).toBeLessThan(80)
})

withRedis('behavior: Redis whose own clock was set back counts on from there', async () => {
  await using redis = await startRedisServer()
  await using limiter = createSharedRateLimiter({ redisUrl: redis.redisUrl, key: 'redis', ...fast })
  await grantedWithin(limiter, 500)
  const client = new Redis(redis.redisUrl)
  await client.hset('b_sdex_redis_settings', 'lastReservoirIncrease', Date.now() + 3_600_000) // as it is then
  await client.quit()
  expect(await grantedWithin(limiter, 3_000)).toBeGreaterThan(35)
})

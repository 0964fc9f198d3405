import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { createRateLimiter } from './createRateLimiter.ts'

test('behavior: on a virtual clock a token comes only when time is advanced, and a lease takes none', async () => {
  const clock = createVirtualClock()
  await using limiter = createRateLimiter({ burst: 0, clock })
  await limiter.acquire({ priority: 'market' })
  let granted = false
  const waiting = limiter.acquire({ priority: 'market' }).then(() => {
    granted = true
  })
  await clock.advance(1_000)
  expect([granted, clock.timerCount]).toEqual([false, 1])
  await clock.advance(50)
  await waiting
  expect([granted, clock.timerCount]).toEqual([true, 0])
})

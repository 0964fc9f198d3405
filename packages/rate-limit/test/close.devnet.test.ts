import { ClosedError } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { createRateLimiter } from '../src/index.ts'

// In real time, and under the leak check of this kind of test: what is left open after close() fails the file.
test('behavior: after close, in the middle of leases and waits, nothing keeps the process alive', async () => {
  const limiter = createRateLimiter({ requestsPerHour: 3_600_000, burst: 0 })
  const request = { priority: 'market', timeoutMs: 60_000, signal: new AbortController().signal } as const
  const states = limiter.state$.subscribe()
  const granted = [limiter.acquire(request), limiter.acquire(request), limiter.acquire(request)]
  await Promise.all(granted)
  const outcomes = Promise.allSettled(Array.from({ length: 500 }, () => limiter.acquire(request)))
  await limiter.close()
  const refusals = (await outcomes).filter(({ status }) => status === 'rejected')
  expect(refusals.length).toBeGreaterThan(400)
  expect(refusals[0]).toMatchObject({ reason: expect.any(ClosedError) })
  expect(states.closed).toBe(true)
})

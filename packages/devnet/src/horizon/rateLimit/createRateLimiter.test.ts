import { createVirtualClock } from '@sdex/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRateLimiter } from './createRateLimiter.ts'
import { rateLimitHeaders } from './rateLimitHeaders.ts'

test('behavior: of more addresses than are remembered the one that was silent longest begins afresh', () => {
  const limiter = createRateLimiter({ clock: createVirtualClock(), rate: { burst: 1 }, maxAddresses: 2 })
  const remaining = (address: string): number => limiter.take(address).remaining
  expect([remaining('a'), remaining('b'), remaining('a'), remaining('c')]).toEqual([1, 1, 0, 1]) // b is forgotten
  expect(limiter.take('a').isLimited).toBe(true)
  expect(remaining('b')).toBe(1)
})

test('behavior: a refusal costs nothing', async () => {
  const clock = createVirtualClock()
  const limiter = createRateLimiter({ clock, rate: { requestsPerHour: 3_600, burst: 0 } })
  limiter.take('a')
  for (let at = 0; at < 50; at += 1) expect(limiter.take('a')).toMatchObject({ isLimited: true, retryAfterMs: 1_000 })
  await clock.advance(1_000)
  expect(limiter.take('a').isLimited).toBe(false)
})

test('behavior: seconds are rounded up', () => {
  const verdict = { isLimited: true, limit: 3, remaining: 0, resetMs: 2_001, retryAfterMs: 1 }
  expect(rateLimitHeaders(verdict)).toMatchObject({ 'X-RateLimit-Reset': '3', 'Retry-After': '1' })
})

test('property: in no span of time more requests get through than the burst, one, and the rate', async () => {
  const steps = fc.array(fc.record({ waitMs: fc.nat(3_000), requests: fc.nat(5) }), { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 0, max: 5 }), async (waits, burst) => {
      const clock = createVirtualClock()
      const limiter = createRateLimiter({ clock, rate: { requestsPerHour: 3_600, burst } })
      const passedAtMs: number[] = []
      for (const { waitMs, requests } of waits) {
        await clock.advance(waitMs)
        for (let at = 0; at < requests; at += 1) if (!limiter.take('a').isLimited) passedAtMs.push(clock.now())
      }
      for (const [from, startMs] of passedAtMs.entries()) {
        for (const [to, endMs] of passedAtMs.entries()) {
          if (to >= from) expect(to - from + 1).toBeLessThanOrEqual(burst + 1 + (endMs - startMs) / 1_000)
        }
      }
    }),
    { numRuns: 50 },
  )
})

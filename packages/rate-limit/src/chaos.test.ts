import { isSdexError } from '@sdex/primitives'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createGcraServer } from '../test/gcraServer.ts'
import { createRateLimiter } from './createRateLimiter.ts'
import { priorities } from './requestQueue.ts'
import type { ObservedAnswer, RateLimiterState } from './types.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const anyRequest = fc.record({
  type: fc.constant('acquire' as const),
  priority: fc.constantFrom(...priorities),
  weight: fc.integer({ min: 1, max: 3 }),
  count: fc.integer({ min: 1, max: 12 }),
  timeoutMs: fc.option(fc.integer({ min: 0, max: 8_000 }), { nil: undefined }),
  abortAfterMs: fc.option(fc.integer({ min: 0, max: 8_000 }), { nil: undefined }),
})
const anyAnswer: fc.Arbitrary<{ type: 'observe' } & ObservedAnswer> = fc.record({
  type: fc.constant('observe' as const),
  status: fc.constantFrom(200, 429, 503),
  remaining: fc.option(fc.integer({ min: -1, max: 20 }), { nil: undefined }),
  resetMs: fc.option(fc.integer({ min: 0, max: 20_000 }), { nil: undefined }),
  retryAfterMs: fc.option(fc.integer({ min: 0, max: 5_000 }), { nil: undefined }),
})
const anyPause = fc.record({ type: fc.constant('pause' as const), ms: fc.integer({ min: 0, max: 4_000 }) })
const anySteps = fc.array(
  fc.oneof({ weight: 3, arbitrary: anyRequest }, anyAnswer, { weight: 2, arbitrary: anyPause }),
  {
    maxLength: 30,
  },
)

test('property: whatever is asked, given up and observed: all ends, the budget holds, and nothing is left', async () => {
  const outcomes = new Set<unknown>()
  await fc.assert(
    fc.asyncProperty(anySteps, async (steps) => {
      const limiter = createRateLimiter({ requestsPerHour: 7_200, burst: 9, reservedForSubmissions: 2, maxQueued: 20 })
      const server = createGcraServer(7_200, 9)
      const ends: Promise<unknown>[] = []
      const ask = async (request: typeof anyRequest extends fc.Arbitrary<infer T> ? T : never): Promise<void> => {
        const controller = new AbortController() // AbortSignal.timeout() would not go by the faked time
        if (request.abortAfterMs !== undefined) setTimeout(() => controller.abort(), request.abortAfterMs)
        await limiter.acquire({ ...request, signal: controller.signal })
        for (let token = 0; token < request.weight; token += 1) server.request(Date.now())
      }
      for (const step of steps) {
        if (step.type === 'pause') await vi.advanceTimersByTimeAsync(step.ms)
        else if (step.type === 'observe') limiter.observe(step)
        else for (let count = 0; count < step.count; count += 1) ends.push(ask(step).catch((error: unknown) => error))
      }
      await vi.advanceTimersByTimeAsync(300_000)
      const errors = (await Promise.all(ends)).filter((end) => end !== undefined)
      for (const error of errors) outcomes.add(isSdexError(error) ? error.code : error)
      expect(server.refused).toBe(0)
      const states: RateLimiterState[] = []
      limiter.state$.subscribe((state) => states.push(state)).unsubscribe()
      expect(states).toMatchObject([{ tokens: 10, queued: { submission: 0, account: 0, market: 0, background: 0 } }])
      await limiter.close()
      expect(vi.getTimerCount()).toBe(0)
    }),
    { numRuns: 200 },
  )
  expect([...outcomes].sort()).toEqual(['SDEX_ABORTED', 'SDEX_QUEUE_FULL', 'SDEX_TIMEOUT'])
}, 30_000)

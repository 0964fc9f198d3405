import { InvalidOptionError } from '@sdex/primitives'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { noteGrants } from '../test/grants.ts'
import { createRateLimiter } from './createRateLimiter.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const cancel = { priority: 'submission' } as const
const leaseTime = (): Promise<unknown> => vi.advanceTimersByTimeAsync(10)

test.each([
  { says: 'less than was thought', answer: { status: 200, remaining: 40 }, granted: 40 },
  { says: 'nothing is left, as of a server that is not at rest', answer: { status: 200, remaining: 0 }, granted: 0 },
  { says: 'more', answer: { status: 200, remaining: 5_000 }, granted: 101 },
  { says: 'one less, as a server that counts whole tokens', answer: { status: 200, remaining: 100 }, granted: 101 },
  { says: 'only when it is full again', answer: { status: 200, resetMs: 61_000 }, granted: 40 },
  { says: 'both, where what remains counts', answer: { status: 200, remaining: 50, resetMs: 61_000 }, granted: 50 },
  { says: 'nothing, as to a browser', answer: { status: 200 }, granted: 101 },
  {
    says: 'nonsense of what remains, and when all is free again',
    answer: { status: 200, remaining: -3, resetMs: 61_000 },
    granted: 40,
  },
  { says: 'nonsense', answer: { status: 200, remaining: -3, resetMs: Number.NaN }, granted: 101 },
])('behavior: the estimate is lowered, never raised: an answer says $says', async ({ answer, granted }) => {
  await using limiter = createRateLimiter()
  limiter.observe(answer)
  const grantedAfterMs = noteGrants(limiter, 200, cancel)
  await leaseTime()
  expect(grantedAfterMs).toHaveLength(granted)
})

test('behavior: after a 429 nothing is granted until Retry-After has passed, then one a second', async () => {
  await using limiter = createRateLimiter()
  limiter.observe({ status: 429, retryAfterMs: 7_000 })
  const grantedAfterMs = noteGrants(limiter, 3, cancel)
  await vi.advanceTimersByTimeAsync(9_500)
  expect(grantedAfterMs.map((ms) => Math.floor(ms / 1_000))).toEqual([7, 8, 9])
})

test('behavior: a 429 without Retry-After pauses for 1 s, then 2 s, 4 s and so on; one answer that succeeds ends that', async () => {
  await using limiter = createRateLimiter()
  const pauseMs = async (): Promise<number> => {
    limiter.observe({ status: 429 })
    const grantedAfterMs = noteGrants(limiter, 1, cancel)
    await vi.advanceTimersByTimeAsync(61_000)
    return Math.round((grantedAfterMs[0] ?? Number.NaN) / 1_000)
  }
  const pauses: number[] = []
  for (let count = 0; count < 8; count += 1) pauses.push(await pauseMs())
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
  limiter.observe({ status: 200 })
  expect(await pauseMs()).toBe(1)
})

test('behavior: a 429 that comes after the clock was set back pauses as any other', async () => {
  await using limiter = createRateLimiter()
  limiter.observe({ status: 429 })
  vi.setSystemTime(Date.now() - 600_000)
  const grantedAfterMs = noteGrants(limiter, 2, cancel)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(grantedAfterMs).toHaveLength(1)
  limiter.observe({ status: 429 })
  await vi.advanceTimersByTimeAsync(1_900)
  expect(grantedAfterMs).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(200)
  expect(grantedAfterMs).toHaveLength(2)
})

test('behavior: a volley of 429 counts as one', async () => {
  await using limiter = createRateLimiter()
  for (let count = 0; count < 50; count += 1) limiter.observe({ status: 429 })
  const grantedAfterMs = noteGrants(limiter, 1, cancel)
  await vi.advanceTimersByTimeAsync(1_100)
  expect(grantedAfterMs).toHaveLength(1)
})

test('behavior: a Retry-After of a year is taken for an hour', async () => {
  await using limiter = createRateLimiter()
  limiter.observe({ status: 429, retryAfterMs: 365 * 86_400_000 })
  const grantedAfterMs = noteGrants(limiter, 1, cancel)
  await vi.advanceTimersByTimeAsync(3_600_100)
  expect(grantedAfterMs).toHaveLength(1)
})

test('behavior: what came back while a slow answer was under way is counted', async () => {
  await using limiter = createRateLimiter()
  noteGrants(limiter, 101, cancel)
  await vi.advanceTimersByTimeAsync(30_100)
  limiter.observe({ status: 200, remaining: 0, ageMs: 30_100 })
  const grantedAfterMs = noteGrants(limiter, 50, cancel)
  await leaseTime()
  expect(grantedAfterMs).toHaveLength(30)
})

test('behavior: of several buckets behind a balancer the emptiest one counts, and answers that come late raise nothing', async () => {
  await using limiter = createRateLimiter()
  for (const remaining of [95, 20, 99, 60, 100]) limiter.observe({ status: 200, remaining })
  const grantedAfterMs = noteGrants(limiter, 50, cancel)
  await leaseTime()
  expect(grantedAfterMs).toHaveLength(20)
})

test('behavior: of several pauses the longest counts, and an answer of another server ends none', async () => {
  await using limiter = createRateLimiter()
  limiter.observe({ status: 429, retryAfterMs: 9_000 })
  limiter.observe({ status: 429, retryAfterMs: 2_000 })
  limiter.observe({ status: 429 })
  limiter.observe({ status: 200, remaining: 100 })
  const grantedAfterMs = noteGrants(limiter, 1, cancel)
  await vi.advanceTimersByTimeAsync(8_900)
  expect(grantedAfterMs).toEqual([])
  await vi.advanceTimersByTimeAsync(200)
  expect(grantedAfterMs).toHaveLength(1)
})

test('behavior: an answer of before a pause does not shorten the next one', async () => {
  await using limiter = createRateLimiter()
  limiter.observe({ status: 429 })
  limiter.observe({ status: 200 }) // sent before, late
  await vi.advanceTimersByTimeAsync(1_000)
  limiter.observe({ status: 429 })
  const grantedAfterMs = noteGrants(limiter, 1, cancel)
  await vi.advanceTimersByTimeAsync(1_900)
  expect(grantedAfterMs).toEqual([])
  await vi.advanceTimersByTimeAsync(200)
  expect(grantedAfterMs).toHaveLength(1)
})

test('behavior: turns that a server took by itself lower the estimate at once, never below nothing, and queue nothing', async () => {
  await using limiter = createRateLimiter()
  for (let count = 0; count < 60; count += 1) limiter.spendTurn()
  const grantedAfterMs = noteGrants(limiter, 50, cancel)
  await leaseTime()
  expect(grantedAfterMs).toHaveLength(41)
  limiter.spendTurn(500)
  await vi.advanceTimersByTimeAsync(1_100)
  expect(grantedAfterMs).toHaveLength(42)
})

test('behavior: turns that come faster than tokens keep reads waiting, and no submission', async () => {
  await using limiter = createRateLimiter()
  const turns = async (count: number): Promise<void> => {
    for (let turn = 0; turn < count; turn += 1) {
      limiter.spendTurn()
      await vi.advanceTimersByTimeAsync(800)
    }
  }
  await turns(600)
  const grantedAfterMs = noteGrants(limiter, 3, cancel)
  await turns(20)
  expect(grantedAfterMs).toHaveLength(3)
})

test.each([-1, 0.5, Number.NaN])('error: refuses a turn of %o tokens', async (weight) => {
  await using limiter = createRateLimiter()
  expect(() => limiter.spendTurn(weight)).toThrow(InvalidOptionError)
})

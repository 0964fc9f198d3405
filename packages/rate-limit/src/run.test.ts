import { ClosedError, InvalidOptionError } from '@sdex/primitives'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { noteGrants } from '../test/grants.ts'
import { createRateLimiter } from './createRateLimiter.ts'
import type { LimitedRequest, RateLimiter, RateLimiterState } from './types.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const read = { priority: 'market' } as const
const cancel = { priority: 'submission' } as const

function stateOf(limiter: RateLimiter): RateLimiterState | undefined {
  const states: RateLimiterState[] = []
  limiter.state$.subscribe((state) => states.push(state)).unsubscribe()
  return states[0]
}

/** Work of a second each, and the most that ran at once. */
function runAll(limiter: RateLimiter, requests: readonly LimitedRequest[]) {
  const notes = { running: 0, most: 0, order: [] as string[] }
  const done = requests.map((request) =>
    limiter.run(request, async () => {
      notes.order.push(request.priority)
      notes.running += 1
      notes.most = Math.max(notes.most, notes.running)
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      notes.running -= 1
    }),
  )
  return { notes, done: Promise.all(done) }
}

test('behavior: no more than maxConcurrent run at once, the most urgent first', async () => {
  await using limiter = createRateLimiter({ maxConcurrent: 2 })
  const { notes, done } = runAll(limiter, [read, read, read, read, cancel])
  await vi.advanceTimersByTimeAsync(500)
  expect(stateOf(limiter)).toMatchObject({ running: 2, queued: { market: 2, submission: 1 } })
  await vi.advanceTimersByTimeAsync(4_000)
  await done
  expect(notes).toEqual({ running: 0, most: 2, order: ['market', 'market', 'submission', 'market', 'market'] })
  expect(stateOf(limiter)?.running).toBe(0)
})

test('behavior: without maxConcurrent all run at once', async () => {
  await using limiter = createRateLimiter()
  const { notes, done } = runAll(
    limiter,
    Array.from({ length: 50 }, () => read),
  )
  await vi.advanceTimersByTimeAsync(100)
  expect(stateOf(limiter)?.running).toBe(50)
  await vi.advanceTimersByTimeAsync(1_000)
  await done
  expect([notes.most, stateOf(limiter)?.running]).toEqual([50, 0])
})

test('behavior: who waits for tokens keeps no permit from a submission', async () => {
  await using limiter = createRateLimiter({ burst: 9, reservedForSubmissions: 2, maxConcurrent: 1 })
  noteGrants(limiter, 8, read) // all but the share of submissions
  const { notes } = runAll(limiter, [read, cancel])
  await vi.advanceTimersByTimeAsync(100)
  expect(notes.order).toEqual(['submission'])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(notes.order).toEqual(['submission', 'market'])
})

test('behavior: who waits for a permit holds up no one who needs none', async () => {
  await using limiter = createRateLimiter({ maxConcurrent: 1 })
  const { notes } = runAll(limiter, [read, cancel])
  const reads = noteGrants(limiter, 3, read)
  await vi.advanceTimersByTimeAsync(10)
  expect([reads, notes.order]).toEqual([[0, 0, 0], ['market']])
  await vi.advanceTimersByTimeAsync(3_000)
})

test('behavior: returns what the work returns, and gives the permit back when it throws', async () => {
  await using limiter = createRateLimiter({ maxConcurrent: 1 })
  expect(await limiter.run(read, async () => 42)).toBe(42)
  await expect(limiter.run(read, () => Promise.reject(new RangeError('broken')))).rejects.toThrow(RangeError)
  expect(await limiter.run(read, async () => 43)).toBe(43)
})

test('error: an abort while waiting for a permit costs neither token nor permit', async () => {
  await using limiter = createRateLimiter({ maxConcurrent: 1 })
  const { done } = runAll(limiter, [read])
  const controller = new AbortController()
  const aborted = expect(
    limiter.run({ ...read, signal: controller.signal }, () => expect.fail('it ran')),
  ).rejects.toMatchObject({ code: 'SDEX_ABORTED' })
  controller.abort()
  await aborted
  await vi.advanceTimersByTimeAsync(1_100)
  await done
  expect(stateOf(limiter)).toMatchObject({ running: 0, tokens: 101 })
})

test('error: close refuses who waits for a permit, and lets the work under way end', async () => {
  const limiter = createRateLimiter({ maxConcurrent: 1 })
  const { done } = runAll(limiter, [read])
  const refused = expect(limiter.run(read, async () => {})).rejects.toThrow(ClosedError)
  const closing = limiter.close()
  await vi.advanceTimersByTimeAsync(1_000)
  await Promise.all([closing, refused, done])
  expect(vi.getTimerCount()).toBe(0)
})

test.each([0, 1.5, Number.NaN])('error: refuses maxConcurrent %o', (maxConcurrent) => {
  expect(() => createRateLimiter({ maxConcurrent })).toThrow(InvalidOptionError)
})

import { getEventListeners } from 'node:events'
import { AbortedError, type CancelTimer, ClosedError, InvalidOptionError, TimeoutError } from '@sdex/primitives'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { noteGrants } from '../test/grants.ts'
import { createRateLimiter } from './createRateLimiter.ts'
import { QueueFullError } from './errors.ts'
import { priorities } from './requestQueue.ts'
import type { LimitedRequest } from './types.ts'

// Bottleneck's delays of 0 ms are timers: with fake ones, both it and the clock port stand still until a test lets time pass.
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const read = { priority: 'market' } as const
const cancel = { priority: 'submission' } as const

/** Time for a lease to come, and for nothing else. */
const leaseTime = (): Promise<unknown> => vi.advanceTimersByTimeAsync(10)

test('behavior: at rest 101 requests at once, then one a second', async () => {
  await using limiter = createRateLimiter()
  const grantedAfterMs = noteGrants(limiter, 105, cancel)
  await vi.advanceTimersByTimeAsync(0)
  expect(grantedAfterMs).toEqual(Array.from({ length: 101 }, () => 0))
  await vi.advanceTimersByTimeAsync(4_500)
  expect(grantedAfterMs.slice(101).map((ms) => Math.floor(ms / 1_000))).toEqual([1, 2, 3, 4])
})

test('behavior: reads leave the share of submissions alone, 5 tokens of 101', async () => {
  await using limiter = createRateLimiter()
  const reads = noteGrants(limiter, 200, read)
  await leaseTime()
  expect(reads).toHaveLength(96)
  const cancels = noteGrants(limiter, 5, cancel)
  await leaseTime()
  expect(cancels).toEqual([0, 0, 0, 0, 0])
})

test('behavior: without a share reads have the whole burst', async () => {
  await using limiter = createRateLimiter({ reservedForSubmissions: 0 })
  const reads = noteGrants(limiter, 200, read)
  await leaseTime()
  expect(reads).toHaveLength(101)
})

test('behavior: a cancel behind 1,000 queued reads waits at most one token, also when the share is spent', async () => {
  await using limiter = createRateLimiter()
  const reads = noteGrants(limiter, 1_096, read)
  await vi.advanceTimersByTimeAsync(600)
  noteGrants(limiter, 5, cancel) // the share
  const [cancelled] = [noteGrants(limiter, 1, cancel)]
  await vi.advanceTimersByTimeAsync(1_060)
  expect(cancelled).toHaveLength(1)
  expect(reads).toHaveLength(96)
})

test('behavior: more urgent requests first, first come first served within a priority', async () => {
  await using limiter = createRateLimiter({ burst: 0 })
  const granted: string[] = []
  const ask = (priority: LimitedRequest['priority'], name: string): void => {
    void limiter.acquire({ priority }).then(() => granted.push(name))
  }
  ask('background', 'first of all')
  for (const priority of [...priorities].reverse()) {
    ask(priority, `${priority} 1`)
    ask(priority, `${priority} 2`)
  }
  await vi.advanceTimersByTimeAsync(9_000)
  const inOrder = priorities.flatMap((priority) => [`${priority} 1`, `${priority} 2`])
  expect(granted).toEqual(['first of all', ...inOrder])
})

test('behavior: a heavy request waits for all its tokens, and is not passed by lighter ones of its priority', async () => {
  await using limiter = createRateLimiter({ burst: 9, reservedForSubmissions: 0 })
  noteGrants(limiter, 10, read)
  const heavy = noteGrants(limiter, 1, { ...read, weight: 3 })
  const light = noteGrants(limiter, 1, read)
  await vi.advanceTimersByTimeAsync(2_900)
  expect([heavy, light]).toEqual([[], []])
  await vi.advanceTimersByTimeAsync(1_300)
  expect([heavy.length, light.length]).toEqual([1, 1])
  const [heavyMs = 0, lightMs = 0] = [...heavy, ...light]
  expect([Math.floor(heavyMs / 1_000), Math.floor(lightMs / 1_000)]).toEqual([3, 4])
})

test.each([0, 5])(
  'behavior: a token that comes just while requests are served is not overlooked (%i kept)',
  async (kept) => {
    for (let readings = 0; readings < 10; readings += 1) {
      let nowMs = 0
      let isArmed = false
      const setTimer = (): CancelTimer => {
        isArmed = true
        return () => {
          isArmed = false
        }
      }
      const now = (): number => {
        nowMs += 1 // each reading takes a millisecond
        return nowMs
      }
      await using limiter = createRateLimiter({ burst: kept, reservedForSubmissions: kept, clock: { now, setTimer } })
      noteGrants(limiter, 1, read)
      const waits = noteGrants(limiter, 1, read)
      nowMs = 1_050 - readings
      limiter.observe({ status: 200 })
      await leaseTime()
      expect({ readings, isServed: isArmed || waits.length === 1 }).toEqual({ readings, isServed: true })
    }
  },
)

test('error: an abort in the queue, or before it, rejects at once and costs no token', async () => {
  await using limiter = createRateLimiter({ burst: 0 })
  noteGrants(limiter, 1, read)
  const controller = new AbortController()
  const aborted = limiter.acquire({ ...read, signal: controller.signal, timeoutMs: 60_000 })
  const next = noteGrants(limiter, 1, read)
  controller.abort(new Error('not needed any more'))
  await expect(aborted).rejects.toThrow(AbortedError)
  await expect(limiter.acquire({ ...read, signal: controller.signal })).rejects.toThrow(AbortedError)
  expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  await vi.advanceTimersByTimeAsync(1_060)
  expect(next).toHaveLength(1)
})

test('error: time runs out in the queue', async () => {
  await using limiter = createRateLimiter({ burst: 0 })
  noteGrants(limiter, 1, read)
  const late = limiter.acquire({ ...read, timeoutMs: 500 })
  const outcome = expect(late).rejects.toThrow(TimeoutError)
  await vi.advanceTimersByTimeAsync(500)
  await outcome
})

test('behavior: who gave up or was granted leaves no timer and no listener', async () => {
  await using limiter = createRateLimiter({ burst: 1, reservedForSubmissions: 0 })
  const controller = new AbortController()
  const requests = Array.from({ length: 4 }, () =>
    limiter.acquire({ ...read, signal: controller.signal, timeoutMs: 1_500 }),
  )
  const outcomes = Promise.allSettled(requests)
  await vi.advanceTimersByTimeAsync(1_500)
  expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
  await leaseTime()
  expect([vi.getTimerCount(), getEventListeners(controller.signal, 'abort').length]).toEqual([0, 0])
})

test('error: a full queue refuses, each priority for itself', async () => {
  await using limiter = createRateLimiter({ burst: 0, maxQueued: 2 })
  noteGrants(limiter, 3, read)
  await expect(limiter.acquire(read)).rejects.toThrow(QueueFullError)
  await expect(limiter.acquire(read)).rejects.toMatchObject({
    code: 'SDEX_QUEUE_FULL',
    input: 'market',
    retryable: true,
  })
  const cancelled = noteGrants(limiter, 1, cancel)
  await vi.advanceTimersByTimeAsync(1_060)
  expect(cancelled).toHaveLength(1)
})

test('error: close refuses who waits and who comes, and leaves no timer', async () => {
  const limiter = createRateLimiter({ burst: 0 })
  noteGrants(limiter, 1, read)
  const waiting = [limiter.acquire({ ...read, timeoutMs: 9_000 }), limiter.acquire(cancel)]
  const outcomes = Promise.all(waiting.map((request) => expect(request).rejects.toThrow(ClosedError)))
  const closing = limiter.close()
  await leaseTime()
  await closing
  await outcomes
  expect(vi.getTimerCount()).toBe(0)
  await expect(limiter.acquire(read)).rejects.toThrow(ClosedError)
  expect(limiter.close()).toBe(closing)
})

test('behavior: making one sets no timer', async () => {
  await using limiter = createRateLimiter()
  limiter.observe({ status: 200 })
  expect(vi.getTimerCount()).toBe(0)
})

test.each([
  { requestsPerHour: 0 },
  { requestsPerHour: Number.NaN },
  { burst: -1 },
  { burst: 1.5 },
  { maxQueued: -1 },
  { jitterMs: Number.POSITIVE_INFINITY },
  { burst: 10, reservedForSubmissions: 11 },
])('error: refuses the options %o', (options) => {
  expect(() => createRateLimiter(options)).toThrow(InvalidOptionError)
})

test.each([
  { weight: 0 },
  { weight: 1.5 },
  { weight: 97 }, // 101 less the share of submissions
  { timeoutMs: -1 },
  { timeoutMs: Number.NaN },
  { priority: 'urgent' as 'market' },
])('error: refuses the request %o', async (request) => {
  await using limiter = createRateLimiter()
  await expect(limiter.acquire({ ...read, ...request })).rejects.toThrow(InvalidOptionError)
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { noteGrants } from '../test/grants.ts'
import { createRateLimiter } from './createRateLimiter.ts'
import { QueueFullError } from './errors.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const read = { priority: 'market' } as const

test('behavior: callers of one priority take turns, however much each of them asks for', async () => {
  await using limiter = createRateLimiter({ burst: 0 })
  noteGrants(limiter, 1, read)
  const greedy = noteGrants(limiter, 500, { ...read, caller: 'indexer' })
  const modest = noteGrants(limiter, 3, { ...read, caller: 'view' })
  await vi.advanceTimersByTimeAsync(6_500)
  expect([greedy.length, modest.length]).toEqual([3, 3])
})

test('behavior: a more urgent priority goes before the turns of another', async () => {
  await using limiter = createRateLimiter({ burst: 0 })
  noteGrants(limiter, 1, read)
  const reads = noteGrants(limiter, 3, { ...read, caller: 'a' })
  const accounts = noteGrants(limiter, 3, { priority: 'account', caller: 'b' })
  await vi.advanceTimersByTimeAsync(3_200)
  expect([reads.length, accounts.length]).toEqual([0, 3])
})

test('error: a caller that fills its queue keeps no other out; their number is bounded', async () => {
  await using limiter = createRateLimiter({ burst: 0, maxQueued: 2 })
  noteGrants(limiter, 3, { ...read, caller: 'greedy' })
  const greedyAgain = limiter.acquire({ ...read, caller: 'greedy' })
  await expect(greedyAgain).rejects.toThrow(QueueFullError)
  await expect(greedyAgain).rejects.toMatchObject({ remedy: expect.stringContaining('raise maxQueued') })
  for (let count = 0; count < 99; count += 1) noteGrants(limiter, 1, { ...read, caller: `caller ${count}` })
  const oneMore = limiter.acquire({ ...read, caller: 'one more' })
  await expect(oneMore).rejects.toThrow(QueueFullError)
  await expect(oneMore).rejects.toMatchObject({
    message: expect.stringContaining('100 callers'),
    remedy: 'Use fewer caller names.',
  })
})

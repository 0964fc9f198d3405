import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { noteGrants, noteRuns } from '../test/grants.ts'
import { createRateLimiter } from './createRateLimiter.ts'
import { QueueFullError } from './errors.ts'
import type { RateLimiter } from './types.ts'

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

test('behavior: a limiter that is spread and names a caller gives each client of it its turn', async () => {
  await using limiter = createRateLimiter({ burst: 0 })
  const named = (caller: string): RateLimiter => ({
    ...limiter,
    acquire: (request) => limiter.acquire({ ...request, caller }),
  })
  const books = named('books')
  const trades = named('trades')
  noteGrants(limiter, 1, read)
  const greedy = noteGrants(books, 500, read)
  const modest = noteGrants(trades, 3, read)
  const queued: number[] = []
  books.state$.subscribe((state) => queued.push(state.queued.market)).unsubscribe()
  expect(queued).toEqual([503])
  books.observe({ status: 429, retryAfterMs: 2_000 })
  trades.spendTurn()
  await vi.advanceTimersByTimeAsync(7_500)
  expect([greedy.length, modest.length]).toEqual([3, 3])
})

test('behavior: callers of acquire() and callers of run() take turns, with a bound for run() and without', async () => {
  for (const maxConcurrent of [4, undefined]) {
    await using limiter = createRateLimiter({ burst: 0, maxConcurrent })
    noteGrants(limiter, 1, read)
    const greedy = noteGrants(limiter, 300, { ...read, caller: 'a' })
    const modest = noteRuns(limiter, 2, { ...read, caller: 'b' })
    await vi.advanceTimersByTimeAsync(4_500)
    expect([greedy.length, modest.length]).toEqual([2, 2])
  }
})

test('behavior: who waits for a permit keeps its turn, and no other from theirs', async () => {
  await using limiter = createRateLimiter({ burst: 0, maxConcurrent: 1 })
  const order: string[] = []
  const note = (name: string) => (): void => void order.push(name)
  const work = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
  void limiter.run({ ...read, caller: 'long' }, () => work(2_500))
  const a = Array.from({ length: 5 }, () => limiter.acquire({ ...read, caller: 'a' }).then(note('a')))
  const b = limiter.run({ ...read, caller: 'b' }, async () => note('b')())
  const c = Array.from({ length: 2 }, () => limiter.acquire({ ...read, caller: 'c' }).then(note('c')))
  await vi.advanceTimersByTimeAsync(9_000)
  await Promise.all([...a, b, ...c])
  expect(order.join('')).toBe('acbacaaa')
})

test('behavior: within a caller it is first come first served, for acquire() and run() alike', async () => {
  await using limiter = createRateLimiter({ burst: 0, maxConcurrent: 4 })
  noteGrants(limiter, 1, read)
  const order: number[] = []
  for (const place of [0, 1, 2, 3]) {
    if (place % 2 === 0) void limiter.run(read, async () => order.push(place))
    else void limiter.acquire(read).then(() => order.push(place))
  }
  await vi.advanceTimersByTimeAsync(4_500)
  expect(order).toEqual([0, 1, 2, 3])
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

test('error: those who wait for a permit count among the callers, each once', async () => {
  await using limiter = createRateLimiter({ burst: 0, maxConcurrent: 1 })
  noteGrants(limiter, 1, read)
  const run = (caller: string): Promise<void> => limiter.run({ ...read, caller }, async () => {})
  const waiting: Promise<void>[] = []
  for (let count = 0; count < 50; count += 1) {
    noteGrants(limiter, 1, { ...read, caller: `both ${count}` })
    noteGrants(limiter, 1, { ...read, caller: `reader ${count}` })
    if (count < 49) waiting.push(run(`both ${count}`))
  }
  await expect(run('one more')).rejects.toThrow(/100 callers/)
  waiting.push(run('both 49'))
  const outcomes = Promise.allSettled(waiting)
  await limiter.close()
  expect((await outcomes).map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 'rejected'))
})

test('error: callers who wait for tokens and callers who wait for a permit share one bound', async () => {
  await using limiter = createRateLimiter({ burst: 0, maxConcurrent: 1 })
  noteGrants(limiter, 1, read)
  const run = (caller: string): Promise<void> => limiter.run({ ...read, caller }, async () => {})
  for (let count = 0; count < 60; count += 1) noteGrants(limiter, 1, { ...read, caller: `reader ${count}` })
  const waiting = Array.from({ length: 40 }, (_, count) => run(`runner ${count}`).catch(() => {}))
  await expect(run('one more')).rejects.toThrow(/100 callers/)
  await limiter.close()
  await Promise.all(waiting)
})

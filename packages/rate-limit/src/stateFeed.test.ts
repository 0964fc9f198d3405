import { filter, firstValueFrom } from 'rxjs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { noteGrants } from '../test/grants.ts'
import { createRateLimiter } from './createRateLimiter.ts'
import type { RateLimiterState } from './types.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const read = { priority: 'market' } as const
const local = { source: 'local', processes: 1, running: 0 } as const
const nobody = { submission: 0, account: 0, market: 0, background: 0 }

test('behavior: the state at once, then as grants and time change it, never twice the same; at rest it sets no timer', async () => {
  await using limiter = createRateLimiter({ burst: 9, reservedForSubmissions: 2 })
  const states: RateLimiterState[] = []
  const subscription = limiter.state$.subscribe((state) => states.push(state))
  expect(states).toEqual([{ ...local, tokens: 10, leased: 10, queued: nobody, nextGrantInMs: 0 }])
  expect(vi.getTimerCount()).toBe(0)
  noteGrants(limiter, 9, read)
  await vi.advanceTimersByTimeAsync(100)
  expect(states.at(-1)).toEqual({
    ...local,
    tokens: 2,
    leased: 2,
    queued: { ...nobody, market: 1 },
    nextGrantInMs: 950,
  })
  await vi.advanceTimersByTimeAsync(20_000)
  expect(states.at(-1)).toMatchObject({ tokens: 10, queued: nobody, nextGrantInMs: 0 })
  expect(new Set(states.map((state) => JSON.stringify(state))).size).toBe(states.length)
  expect(vi.getTimerCount()).toBe(0)
  subscription.unsubscribe()
})

test('behavior: what the first subscriber does on the first state is seen', async () => {
  await using limiter = createRateLimiter({ burst: 9 })
  const tokens: number[] = []
  limiter.state$.subscribe((state) => {
    if (tokens.push(state.tokens) === 1) noteGrants(limiter, 4, read)
  })
  await vi.advanceTimersByTimeAsync(100)
  expect(tokens).toEqual([10, 6])
})

test('behavior: a late subscriber gets the latest state, and the last one to leave takes the timer along', async () => {
  await using limiter = createRateLimiter({ burst: 0 })
  noteGrants(limiter, 1, read)
  const first = limiter.state$.subscribe()
  const late: number[] = []
  const second = limiter.state$.subscribe(({ tokens }) => late.push(tokens))
  expect(late).toEqual([0])
  expect(vi.getTimerCount()).toBe(1)
  first.unsubscribe()
  second.unsubscribe()
  expect(vi.getTimerCount()).toBe(0)
})

test('behavior: a late subscriber gets a state that is at most 100 ms old', async () => {
  await using limiter = createRateLimiter({ burst: 9 })
  const first = limiter.state$.subscribe()
  const late: number[] = []
  noteGrants(limiter, 4, read)
  limiter.state$.subscribe(({ tokens }) => late.push(tokens)).unsubscribe()
  await vi.advanceTimersByTimeAsync(100)
  limiter.state$.subscribe(({ tokens }) => late.push(tokens)).unsubscribe()
  expect(late).toEqual([10, 6])
  first.unsubscribe()
})

test('behavior: completes on close, for those who come later too', async () => {
  const limiter = createRateLimiter({ burst: 0 })
  noteGrants(limiter, 1, read)
  let completed = 0
  const complete = (): void => {
    completed += 1
  }
  limiter.state$.subscribe({ complete })
  await limiter.close()
  limiter.state$.subscribe({ next: () => expect.fail('a state after close'), complete })
  expect([completed, vi.getTimerCount()]).toEqual([2, 0])
})

test('behavior: who leaves on a state that came with time leaves no timer', async () => {
  await using limiter = createRateLimiter({ burst: 9, reservedForSubmissions: 2 })
  noteGrants(limiter, 9, read)
  const full = firstValueFrom(limiter.state$.pipe(filter(({ queued }) => queued.market === 0)))
  await vi.advanceTimersByTimeAsync(2_000)
  await full
  await vi.advanceTimersByTimeAsync(10)
  expect(vi.getTimerCount()).toBe(0)
})

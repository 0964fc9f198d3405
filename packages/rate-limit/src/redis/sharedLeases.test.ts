import { ClosedError } from '@sdex/primitives'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { noteGrants } from '../../test/grants.ts'
import { closeAll, stateOf, twoOf } from '../../test/redis/sharedWorld.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const read = { priority: 'market' } as const
const cancel = { priority: 'submission' } as const

test('behavior: two processes have one burst, and each sees what the other spent', async () => {
  const { world, processes, one, other } = await twoOf()
  expect(processes.map(stateOf)).toMatchObject([
    { source: 'shared', processes: 2, tokens: 99 },
    { source: 'shared', processes: 2, tokens: 99 },
  ])
  const grants = [noteGrants(one, 200, cancel), noteGrants(other, 200, cancel)]
  await vi.advanceTimersByTimeAsync(500)
  expect(grants.flat()).toHaveLength(99)
  expect([world.store.tokens(), stateOf(processes[0]).tokens, stateOf(processes[1]).tokens]).toEqual([0, 0, 0])
  await closeAll(processes)
})

test('behavior: reads of one process leave the share of submissions to the other', async () => {
  const { processes, one, other } = await twoOf()
  const reads = noteGrants(one, 1_000, read)
  await vi.advanceTimersByTimeAsync(500)
  expect(reads).toHaveLength(94)
  const cancels = noteGrants(other, 5, cancel)
  await vi.advanceTimersByTimeAsync(20)
  expect(cancels).toHaveLength(5)
  await closeAll(processes)
})

test('behavior: a cancel behind 1,000 reads of each process waits at most one token, also when the share is spent', async () => {
  const { processes, one, other } = await twoOf()
  const reads = [noteGrants(one, 1_000, read), noteGrants(other, 1_000, read)]
  await vi.advanceTimersByTimeAsync(300)
  noteGrants(other, 5, cancel)
  await vi.advanceTimersByTimeAsync(300)
  const cancelled = noteGrants(one, 1, cancel)
  await vi.advanceTimersByTimeAsync(1_010)
  expect([cancelled.length, reads.flat().length]).toEqual([1, 94])
  await closeAll(processes)
})

test('behavior: no process keeps the others from reading', async () => {
  const { processes, one, other } = await twoOf()
  noteGrants(one, 94, read)
  await vi.advanceTimersByTimeAsync(500)
  const grants = [noteGrants(one, 500, read), noteGrants(other, 500, read)]
  await vi.advanceTimersByTimeAsync(300_000)
  const counts = grants.map(({ length }) => length)
  expect(Math.min(...counts)).toBeGreaterThan(110) // of 300, by chance
  expect(counts.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(299)
  await closeAll(processes)
})

test('behavior: who joins is counted by those who are there', async () => {
  const { world, processes } = await twoOf()
  const third = world.process()
  await vi.advanceTimersByTimeAsync(20)
  expect([...processes, third].map((process) => stateOf(process).processes)).toEqual([3, 3, 3])
  await closeAll([...processes, third])
})

test('behavior: a 429 of one process stops all for its Retry-After, and a volley of them no longer', async () => {
  const { world, processes, one, other } = await twoOf()
  for (const { limiter } of processes)
    for (let count = 0; count < 5; count += 1) limiter.observe({ status: 429, retryAfterMs: 7_000 })
  const grants = noteGrants(other, 3, cancel)
  await vi.advanceTimersByTimeAsync(6_990)
  expect(grants).toEqual([])
  await vi.advanceTimersByTimeAsync(3_100)
  expect(grants).toHaveLength(3)
  noteGrants(one, 1, cancel)
  await vi.advanceTimersByTimeAsync(1_100)
  expect(world.store.tokens()).toBeGreaterThanOrEqual(0)
  await closeAll(processes)
})

test('behavior: what a server says to one process lowers the estimate of all, and never raises it', async () => {
  const { world, processes, one } = await twoOf()
  one.observe({ status: 200, remaining: 40 })
  one.observe({ status: 200, remaining: 5_000 })
  await vi.advanceTimersByTimeAsync(20)
  expect([world.store.tokens(), ...processes.map((process) => stateOf(process).tokens)]).toEqual([40, 40, 40])
  await closeAll(processes)
})

test('behavior: turns that a server took by itself are counted for all, and never below nothing', async () => {
  const { world, processes, one } = await twoOf()
  for (let count = 0; count < 60; count += 1) one.spendTurn()
  expect(stateOf(processes[0]).tokens).toBe(39)
  await vi.advanceTimersByTimeAsync(20)
  expect([world.store.tokens(), stateOf(processes[1]).tokens]).toEqual([39, 39])
  one.spendTurn(50)
  await vi.advanceTimersByTimeAsync(50)
  expect([world.store.tokens(), stateOf(processes[1]).tokens]).toEqual([0, 0])
  await closeAll(processes)
})

/** One of two has a token on lease that nobody wants any more; 8 are left in the store. */
async function withSpareLease() {
  const two = await twoOf()
  noteGrants(two.one, 90, read)
  await vi.advanceTimersByTimeAsync(500)
  expect(two.world.store.tokens()).toBe(9)
  const controller = new AbortController()
  const given = two.one.acquire({ ...cancel, signal: controller.signal }).catch(() => {})
  await vi.advanceTimersByTimeAsync(0)
  controller.abort()
  await given
  await vi.advanceTimersByTimeAsync(20)
  expect([two.world.store.tokens(), stateOf(two.processes[0]).leased]).toEqual([8, 1])
  return two
}

test('behavior: a lease that nobody wants any more goes back when it is out of date', async () => {
  const { world, processes } = await withSpareLease()
  await vi.advanceTimersByTimeAsync(260)
  expect([world.store.tokens(), stateOf(processes[0]).leased]).toEqual([9, 0])
  await closeAll(processes)
})

test('behavior: a 429 takes away what is on lease', async () => {
  const { processes, one } = await withSpareLease()
  one.observe({ status: 429, retryAfterMs: 5_000 })
  const grants = noteGrants(one, 1, cancel)
  await vi.advanceTimersByTimeAsync(4_900)
  expect(grants).toEqual([])
  await closeAll(processes)
})

test('behavior: close gives back what is on lease', async () => {
  const { world, processes } = await withSpareLease()
  const closing = processes[0].limiter.close()
  await vi.advanceTimersByTimeAsync(20)
  await closing
  expect(world.store.tokens()).toBe(9)
  await closeAll(processes)
})

test('behavior: who asks for more than the store holds takes nothing from those who ask for less', async () => {
  const { world, processes, one } = await twoOf()
  noteGrants(one, 90, read)
  await vi.advanceTimersByTimeAsync(500)
  noteGrants(one, 1, { ...read, weight: 20 })
  await vi.advanceTimersByTimeAsync(100)
  expect([world.store.tokens(), stateOf(processes[0]).leased]).toEqual([9, 0])
  await closeAll(processes)
})

test('behavior: a process that dies takes along what it had on lease, and no more', async () => {
  const { world, processes, one } = await twoOf()
  noteGrants(one, 80, read)
  await vi.advanceTimersByTimeAsync(300)
  one.acquire(cancel).catch(() => {})
  processes[0].kill()
  await vi.advanceTimersByTimeAsync(600)
  expect(world.store.tokens()).toBeGreaterThanOrEqual(18)
  await closeAll(processes)
})

test('behavior: who asks again and again is granted from memory while there is plenty', async () => {
  const { processes, one } = await twoOf()
  const atOnce: boolean[] = []
  for (let count = 0; count < 20; count += 1) {
    const startMs = Date.now()
    await Promise.all([one.acquire(read), vi.advanceTimersByTimeAsync(20)])
    atOnce.push(stateOf(processes[0]).leased > 0 || Date.now() === startMs)
  }
  expect(atOnce.filter(Boolean).length).toBeGreaterThan(10)
  await closeAll(processes)
})

test('error: close refuses who waits and leaves no timer', async () => {
  const { processes, one } = await twoOf()
  noteGrants(one, 99, cancel)
  await vi.advanceTimersByTimeAsync(300)
  const waiting = expect(one.acquire(read)).rejects.toThrow(ClosedError)
  await closeAll(processes)
  await waiting
  expect(vi.getTimerCount()).toBe(0)
})

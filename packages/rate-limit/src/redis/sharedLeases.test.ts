import { ClosedError } from '@sdex/primitives'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { noteGrants } from '../../test/grants.ts'
import { closeAll, createWorld, stateOf, type World } from '../../test/redis/sharedWorld.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const read = { priority: 'market' } as const
const cancel = { priority: 'submission' } as const
const horizon = { requestsPerHour: 3_600, burst: 100, seed: 1 }

/** Two processes that have found the store. The budget of 101 is 99 where it is shared. */
async function twoOf(world: World = createWorld(horizon)) {
  const processes = [world.process(), world.process()] as const
  await vi.advanceTimersByTimeAsync(20)
  return { world, processes, one: processes[0].limiter, other: processes[1].limiter }
}

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

test('behavior: while the store is away each process has its share, says so, and comes back', async () => {
  const { world, processes, one, other } = await twoOf()
  noteGrants(one, 94, read)
  await vi.advanceTimersByTimeAsync(500)
  world.store.stop()
  expect(processes.map(stateOf)).toMatchObject([
    { source: 'fallback', reason: 'stopped', processes: 2, tokens: 2 },
    { source: 'fallback', reason: 'stopped', processes: 2, tokens: 2 },
  ])
  const grants = [noteGrants(one, 100, cancel), noteGrants(other, 100, cancel)]
  await vi.advanceTimersByTimeAsync(60_000)
  const counts = grants.map(({ length }) => length)
  for (const count of counts) expect(Math.abs(count - 32)).toBeLessThanOrEqual(1) // half of 60, and what was there
  world.store.start('kept')
  await vi.advanceTimersByTimeAsync(3_100)
  expect(processes.map(stateOf)).toMatchObject([{ source: 'shared' }, { source: 'shared' }])
  expect(stateOf(processes[0])).not.toHaveProperty('reason')
  await closeAll(processes)
})

test('behavior: a share at rest costs whoever watches it no timer', async () => {
  const { world, processes, one } = await twoOf()
  world.store.stop()
  one.state$.subscribe()
  await vi.advanceTimersByTimeAsync(5_000)
  expect([stateOf(processes[0]).tokens, vi.getTimerCount()]).toEqual([49, 0])
  await closeAll(processes)
})

test('behavior: without a store from the start nothing is granted for 3 s, then the share of the expected number', async () => {
  const world = createWorld({ ...horizon, processCount: 4 })
  world.store.stop()
  const one = world.process()
  const grants = noteGrants(one.limiter, 50, cancel)
  expect(stateOf(one)).toMatchObject({ source: 'shared', tokens: 0, nextGrantInMs: 3_000 })
  await vi.advanceTimersByTimeAsync(2_999)
  expect(grants).toEqual([])
  await vi.advanceTimersByTimeAsync(10)
  expect(grants).toHaveLength(24)
  expect(stateOf(one)).toMatchObject({ source: 'fallback', reason: 'The store did not answer in time.' })
  world.store.start('forgotten')
  await vi.advanceTimersByTimeAsync(3_100)
  expect(stateOf(one).source).toBe('shared')
  expect(world.store.tokens()).toBeLessThanOrEqual(99 - 24)
  await closeAll([one])
})

test('behavior: where nobody told for how many it is, a process that never found the store begins with nothing', async () => {
  const world = createWorld(horizon)
  world.store.stop()
  const one = world.process()
  const grants = noteGrants(one.limiter, 50, cancel)
  await vi.advanceTimersByTimeAsync(3_010)
  expect([grants, stateOf(one).source]).toEqual([[], 'fallback'])
  await vi.advanceTimersByTimeAsync(5_000)
  expect(grants).toHaveLength(5)
  await closeAll([one])
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

test.each([
  { when: 'while the store is away', isAway: true },
  { when: 'before that', isAway: false },
])(
  'behavior: a pause that a server asked for $when lasts when the store is back with nothing in mind',
  async ({ isAway }) => {
    const { world, processes, one, other } = await twoOf()
    if (isAway) world.store.stop()
    one.observe({ status: 429, retryAfterMs: 60_000 })
    await vi.advanceTimersByTimeAsync(1_000)
    world.store.stop()
    await vi.advanceTimersByTimeAsync(1_000)
    world.store.start('forgotten')
    await vi.advanceTimersByTimeAsync(4_000)
    expect(processes.map(stateOf)).toMatchObject([{ source: 'shared' }, { source: 'shared' }])
    const grants = [noteGrants(one, 1, cancel), noteGrants(other, 1, cancel)]
    await vi.advanceTimersByTimeAsync(53_900)
    expect(grants.flat()).toEqual([])
    await vi.advanceTimersByTimeAsync(4_000)
    expect(grants.flat()).toHaveLength(2)
    await closeAll(processes)
  },
)

test.each(['found', 'not found'])(
  'behavior: what a server takes and asks for before the store is %s counts after',
  async (outcome) => {
    const world = createWorld({ ...horizon, processCount: 1 })
    world.store.stop()
    const one = world.process()
    one.limiter.spendTurn(30)
    await vi.advanceTimersByTimeAsync(1_000)
    if (outcome === 'found') world.store.start('forgotten')
    await vi.advanceTimersByTimeAsync(2_010)
    expect(stateOf(one).tokens).toBeLessThan(73) // of 99
    await closeAll([one])

    const held = world.process()
    held.limiter.observe({ status: 429, retryAfterMs: 60_000 })
    const grants = noteGrants(held.limiter, 1, cancel)
    await vi.advanceTimersByTimeAsync(59_900)
    expect(grants).toEqual([])
    await vi.advanceTimersByTimeAsync(1_200)
    expect(grants).toHaveLength(1)
    await closeAll([held])
  },
)

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

test('behavior: a lease that nobody wants any more goes back when it is out of date', async () => {
  const { world, processes, one } = await twoOf()
  noteGrants(one, 90, read)
  await vi.advanceTimersByTimeAsync(500)
  expect(world.store.tokens()).toBe(9)
  const controller = new AbortController()
  const given = one.acquire({ ...cancel, signal: controller.signal }).catch(() => {})
  await vi.advanceTimersByTimeAsync(0)
  controller.abort()
  await given
  await vi.advanceTimersByTimeAsync(20)
  expect([world.store.tokens(), stateOf(processes[0]).leased]).toEqual([8, 1])
  await vi.advanceTimersByTimeAsync(260)
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

test('error: close refuses who waits, gives leases back and leaves no timer', async () => {
  const { processes, one } = await twoOf()
  noteGrants(one, 99, cancel)
  await vi.advanceTimersByTimeAsync(300)
  const waiting = expect(one.acquire(read)).rejects.toThrow(ClosedError)
  await closeAll(processes)
  await waiting
  expect(vi.getTimerCount()).toBe(0)
})

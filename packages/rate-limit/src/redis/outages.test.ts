import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { noteGrants } from '../../test/grants.ts'
import { closeAll, createWorld, horizon, stateOf, twoOf } from '../../test/redis/sharedWorld.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const read = { priority: 'market' } as const
const cancel = { priority: 'submission' } as const

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

test('behavior: a store that is lost again at once gives nobody a share for the second time', async () => {
  const world = createWorld({ ...horizon, processCount: 2 })
  const one = world.process()
  await vi.advanceTimersByTimeAsync(20)
  world.store.stop()
  const grants = noteGrants(one.limiter, 49, cancel)
  await vi.advanceTimersByTimeAsync(20)
  expect(grants).toHaveLength(49)
  world.store.start('kept')
  await vi.advanceTimersByTimeAsync(1_100)
  expect(stateOf(one)).toMatchObject({ source: 'fallback', reason: expect.stringMatching(/other processes may still/) })
  world.store.stop()
  expect(stateOf(one).tokens).toBeLessThanOrEqual(1)
  await closeAll([one])
})

test('behavior: what was spent and what servers took in an outage is told, if need be when the store is back for the second time', async () => {
  const world = createWorld({ ...horizon, latencyMs: [50, 50] })
  const one = world.process()
  await vi.advanceTimersByTimeAsync(1_000)
  world.store.stop()
  noteGrants(one.limiter, 20, cancel)
  one.limiter.spendTurn(30)
  await vi.advanceTimersByTimeAsync(0)
  world.store.start('kept')
  const until = Date.now() + 1_200
  while (stateOf(one).reason !== 'The store is back.' && Date.now() < until) await vi.advanceTimersByTimeAsync(5)
  expect(stateOf(one).reason).toBe('The store is back.')
  world.store.stop()
  await vi.advanceTimersByTimeAsync(20)
  expect(world.store.tokens()).toBe(99)
  world.store.start('kept')
  await vi.advanceTimersByTimeAsync(1_200)
  expect(world.store.tokens()).toBeLessThanOrEqual(99 - 50 + 3)
  await closeAll([one])
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

test('behavior: a 429 of another process counts in the share of those who only know it from the store', async () => {
  const { world, processes, one, other } = await twoOf()
  one.observe({ status: 429, retryAfterMs: 60_000 })
  await vi.advanceTimersByTimeAsync(100)
  world.store.stop()
  const grants = noteGrants(other, 1, cancel)
  await vi.advanceTimersByTimeAsync(59_000)
  expect(grants).toEqual([])
  await vi.advanceTimersByTimeAsync(5_000)
  expect(grants).toHaveLength(1)
  await closeAll(processes)
})

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

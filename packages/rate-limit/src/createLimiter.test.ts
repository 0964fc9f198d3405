import { seededRandom, systemClock } from '@sdex/primitives'
import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { createBottleneckLeases } from './bottleneckLeases.ts'
import { createLimiter } from './createLimiter.ts'
import { createSharedLeases } from './redis/sharedLeases.ts'
import { toSharedBudget } from './redis/sharedSettings.ts'
import { toSettings } from './settings.ts'
import type { LimitedRequest, RateLimiterState } from './types.ts'

test('behavior: a source may tell of a change while it is opened', async () => {
  const settings = toSettings({})
  await using limiter = createLimiter(settings, (onChange) => {
    onChange()
    return createBottleneckLeases(settings, onChange)
  })
  await expect(limiter.acquire({ priority: 'market' })).resolves.toBeUndefined()
})

test('behavior: a store may say that it is away while it is opened', async () => {
  const settings = toSettings({})
  const budget = toSharedBudget(settings)
  const away = { add: () => Promise.reject(new Error('away')), close: async () => {} }
  const options = { budget, reserved: 5, marginMs: 0, processCount: 2, clock: systemClock, random: seededRandom(1) }
  await using limiter = createLimiter(settings, (onChange) =>
    createSharedLeases(
      {
        ...options,
        openStore: ({ onDown }) => {
          onDown('no way there')
          return away
        },
      },
      onChange,
    ),
  )
  const states: RateLimiterState[] = []
  limiter.state$.subscribe((state) => states.push(state)).unsubscribe()
  expect(states).toMatchObject([{ source: 'fallback', reason: 'no way there', tokens: 49 }])
})

test('behavior: who asks for more than there can be in an outage is passed until it is over, by all', async () => {
  const settings = toSettings({ burst: 99, reservedForSubmissions: 0 })
  const share = { capacity: 12 }
  let onChange = (): void => {}
  await using limiter = createLimiter(settings, (tell) => {
    onChange = tell
    const leases = createBottleneckLeases(settings, tell)
    return { ...leases, capacity: () => share.capacity, tokens: () => Math.min(leases.tokens(), share.capacity) }
  })
  const order: string[] = []
  const ask = (name: string, request: LimitedRequest): Promise<number> =>
    limiter.acquire(request).then(() => order.push(name))
  const heavy = ask('heavy', { priority: 'account', weight: 50 })
  await ask('of the same caller', { priority: 'account' })
  await ask('as much as there can be', { priority: 'account', weight: 12 })
  await ask('less urgent', { priority: 'market' })
  const states: RateLimiterState[] = []
  limiter.state$.subscribe((state) => states.push(state)).unsubscribe()
  expect(states).toMatchObject([{ nextGrantInMs: 0, queued: { account: 1 } }])
  share.capacity = 100
  onChange()
  await heavy
  expect(order).toEqual(['of the same caller', 'as much as there can be', 'less urgent', 'heavy'])
}, 1_000)

test('behavior: one that is heavier than a share does not stop the budget in an outage', async () => {
  const clock = createVirtualClock()
  const settings = toSettings({ requestsPerHour: 3_600_000, burst: 400, clock })
  const away = { add: () => Promise.reject(new Error('away')), close: async () => {} }
  const options = { budget: toSharedBudget(settings), reserved: 20, marginMs: 0, processCount: 8, clock }
  await using limiter = createLimiter(settings, (onChange) =>
    createSharedLeases(
      {
        ...options,
        random: seededRandom(1),
        openStore: ({ onDown }) => {
          onDown('no way there')
          return away
        },
      },
      onChange,
    ),
  )
  await clock.advance(1_000)
  // A share holds 31 tokens, of which reads leave 3 alone.
  const heavy = [200, 29].map((weight) => limiter.acquire({ priority: 'account', weight }).catch(() => {}))
  await limiter.acquire({ priority: 'market', timeoutMs: 5_000 })
  await clock.advance(10_000)
  const states: RateLimiterState[] = []
  limiter.state$.subscribe((state) => states.push(state)).unsubscribe()
  expect(states).toMatchObject([{ source: 'fallback', nextGrantInMs: 0, queued: { account: 2 } }])
  await limiter.close()
  await Promise.all(heavy)
}, 1_000)

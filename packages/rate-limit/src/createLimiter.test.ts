import { seededRandom, systemClock } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { createBottleneckLeases } from './bottleneckLeases.ts'
import { createLimiter } from './createLimiter.ts'
import { createSharedLeases } from './redis/sharedLeases.ts'
import { toSharedBudget } from './redis/sharedSettings.ts'
import { toSettings } from './settings.ts'
import type { RateLimiterState } from './types.ts'

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

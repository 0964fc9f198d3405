import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { createHeldLeases } from './heldLeases.ts'

test('behavior: what is out of date cannot be spent, and goes back only where the store was never full meanwhile', async () => {
  const clock = createVirtualClock()
  const held = createHeldLeases(clock, (tokens, peak) => peak + tokens <= 10)
  held.saw(9) // before: says nothing
  held.expect().came(3, clock.now() + 100)
  held.saw(4)
  expect(held.tokens()).toBe(3)
  held.spend(1)
  await clock.advance(100)
  expect(held.tokens()).toBe(0)
  expect(held.expire()).toBe(2)

  held.expect().came(3, clock.now() + 100)
  held.saw(9) // somebody may have got these three from a full store by now
  held.saw(4)
  await clock.advance(100)
  expect(held.expire()).toBe(0)
})

test('behavior: the oldest is spent first, and a lease that did not come is none', () => {
  const clock = createVirtualClock()
  const held = createHeldLeases(clock, () => true)
  held.expect().failed()
  held.expect().came(2, clock.now() + 100)
  const late = held.expect()
  held.spend(1)
  expect([held.tokens(), held.nextExpiryMs()]).toEqual([1, clock.now() + 100])
  late.came(2, clock.now() + 200)
  held.spend(2)
  expect([held.tokens(), held.nextExpiryMs()]).toEqual([1, clock.now() + 200])
  expect([held.clear(), held.tokens(), held.nextExpiryMs()]).toEqual([1, 0, undefined])
})

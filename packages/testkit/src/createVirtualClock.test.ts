import { sleep } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { createVirtualClock } from './createVirtualClock.ts'

test('behavior: timers run in order of time, then of setting, each at its own time', async () => {
  const clock = createVirtualClock(1_000)
  const events: string[] = []
  const note = (name: string) => () => void events.push(`${name} ${clock.now()}`)
  clock.setTimer(note('late'), 30)
  clock.setTimer(note('first'), 10)
  clock.setTimer(note('second'), 10)
  clock.setTimer(note('never'), 31)
  await clock.advance(30)
  expect(events).toEqual(['first 1010', 'second 1010', 'late 1030'])
  expect([clock.now(), clock.timerCount]).toEqual([1_030, 1])
})

test('behavior: what a timer sets within the span runs in it', async () => {
  const clock = createVirtualClock()
  const ticks: number[] = []
  const tick = (): void => {
    ticks.push(clock.now())
    clock.setTimer(tick, 10)
  }
  clock.setTimer(tick, 10)
  await clock.advance(35)
  expect(ticks).toEqual([10, 20, 30])
})

test('behavior: promises settle between timers, through long chains', async () => {
  const clock = createVirtualClock()
  const events: string[] = []
  const work = async (): Promise<void> => {
    await sleep(clock, 10)
    for (let step = 0; step < 100; step += 1) await Promise.resolve()
    events.push(`worked at ${clock.now()}`)
    await sleep(clock, 5)
    events.push(`ended at ${clock.now()}`)
  }
  const done = work()
  await clock.advance(20)
  await done
  expect(events).toEqual(['worked at 10', 'ended at 15'])
})

test('behavior: a cancelled timer is gone', async () => {
  const clock = createVirtualClock()
  const cancel = clock.setTimer(() => expect.fail('fired'), 10)
  cancel()
  cancel()
  expect(clock.timerCount).toBe(0)
  await clock.advance(10)
})

test('error: what a timer throws reaches the test', async () => {
  const clock = createVirtualClock()
  clock.setTimer(() => {
    throw new RangeError('broken')
  }, 10)
  await expect(clock.advance(10)).rejects.toThrow(RangeError)
})

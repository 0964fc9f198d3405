import { getEventListeners } from 'node:events'
import { createVirtualClock, type VirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { createOpening, type Opening } from './createOpening.ts'

const MAX = 300

type Entered = { readonly count: number; enter(times: number, signal?: AbortSignal): void }

function watch(opening: Opening): Entered {
  let count = 0
  return {
    get count() {
      return count
    },
    enter: (times, signal = new AbortController().signal) => {
      for (let time = 0; time < times; time += 1) {
        opening.enter(signal).then(
          () => {
            count += 1
          },
          () => {},
        )
      }
    },
  }
}

function setUp(): { readonly clock: VirtualClock; readonly opening: Opening; readonly entered: Entered } {
  const clock = createVirtualClock()
  const opening = createOpening(clock)
  return { clock, opening, entered: watch(opening) }
}

test('behavior: no more than the limit are opened at once, and each that is open lets the next one begin', async () => {
  const { clock, opening, entered } = setUp()
  entered.enter(MAX + 2)
  await clock.advance(0)
  expect(entered.count).toBe(MAX)
  opening.leave()
  await clock.advance(0)
  expect(entered.count).toBe(MAX + 1)
  opening.leave()
  await clock.advance(0)
  expect(entered.count).toBe(MAX + 2)
  expect(clock.timerCount).toBe(0)
})

test('behavior: those that are slow hold the others up for a quarter of a second at a time', async () => {
  const { clock, opening, entered } = setUp()
  entered.enter(3 * MAX - 1)
  await clock.advance(249)
  expect(entered.count).toBe(MAX)
  await clock.advance(1)
  expect(entered.count).toBe(2 * MAX)
  opening.leave()
  await clock.advance(0)
  expect(entered.count).toBe(2 * MAX) // more than are meant to be under way still are
  await clock.advance(250)
  expect(entered.count).toBe(3 * MAX - 1)
  expect(clock.timerCount).toBe(0)
})

test('behavior: who leaves while waiting takes no place, and leaves neither timer nor listener', async () => {
  const { clock, opening, entered } = setUp()
  const controller = new AbortController()
  entered.enter(MAX)
  entered.enter(1, controller.signal)
  await clock.advance(0)
  controller.abort()
  expect([clock.timerCount, getEventListeners(controller.signal, 'abort').length]).toEqual([0, 0])
  await expect(opening.enter(controller.signal)).rejects.toBe(controller.signal.reason)
  opening.leave()
  entered.enter(1)
  await clock.advance(0)
  expect(entered.count).toBe(MAX + 1)
})

import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { startLedgerTimer } from './ledgerTimer.ts'

test('behavior: beats keep to the grid of their start, however late one comes', async () => {
  const virtual = createVirtualClock(500)
  let lateMs = 0
  const clock = {
    now: () => virtual.now() + lateMs,
    setTimer: (run: () => void, delayMs: number) => virtual.setTimer(run, Math.max(0, delayMs)),
  }
  const beats: number[] = []
  const timer = startLedgerTimer({ clock, intervalMs: 1_000, tick: () => void beats.push(clock.now()) })
  await virtual.advance(2_000)
  lateMs = 300 // the clock jumps: the next beat is due sooner
  await virtual.advance(2_000)
  timer.stop()
  await virtual.advance(5_000)
  expect(beats).toEqual([1_500, 2_500, 3_800, 4_500])
})

test('behavior: missed beats are left out', async () => {
  const virtual = createVirtualClock(0)
  let asleepMs = 0
  const clock = { now: () => virtual.now() + asleepMs, setTimer: virtual.setTimer }
  let beats = 0
  const timer = startLedgerTimer({
    clock,
    intervalMs: 1_000,
    tick: () => {
      beats += 1
      if (beats === 1) asleepMs = 10_000
    },
  })
  await virtual.advance(3_000)
  timer.stop()
  expect(beats).toBe(3)
})

test('behavior: a beat that comes a little early is not had twice', async () => {
  const virtual = createVirtualClock(0)
  const clock = {
    now: () => virtual.now(),
    setTimer: (run: () => void, delayMs: number) => virtual.setTimer(run, delayMs - 1),
  }
  const beats: number[] = []
  const timer = startLedgerTimer({ clock, intervalMs: 1_000, tick: () => void beats.push(clock.now()) })
  await virtual.advance(3_500)
  timer.stop()
  expect(beats).toEqual([999, 1_999, 2_999])
})

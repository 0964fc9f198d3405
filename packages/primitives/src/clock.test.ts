import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createFakeClock } from '../test/fakeClock.ts'
import { sleep, systemClock } from './clock.ts'
import { AbortedError } from './errors.ts'

describe('sleep', () => {
  test('behavior: ends when its time has come and leaves nothing behind', async () => {
    const clock = createFakeClock()
    const { signal } = new AbortController()
    const slept = sleep(clock, 250, signal)
    clock.advance(249)
    expect(clock.armed()).toBe(1)
    clock.advance(1)
    await slept
    expect([clock.armed(), getEventListeners(signal, 'abort').length]).toEqual([0, 0])
  })

  test('error: an abort ends it at once, with the reason as cause', async () => {
    const clock = createFakeClock()
    const controller = new AbortController()
    const slept = sleep(clock, 250, controller.signal)
    const reason = new Error('shutting down')
    controller.abort(reason)
    await expect(slept).rejects.toMatchObject({ code: 'SDEX_ABORTED', retryable: false, cause: reason })
    expect([clock.armed(), getEventListeners(controller.signal, 'abort').length]).toEqual([0, 0])
  })

  test('error: an aborted signal starts no timer', async () => {
    const clock = createFakeClock()
    await expect(sleep(clock, 250, AbortSignal.abort())).rejects.toThrow(AbortedError)
    expect(clock.armed()).toBe(0)
  })
})

describe('the system clock', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('behavior: fires once, after the delay', () => {
    const run = vi.fn()
    systemClock.setTimer(run, 1_000)
    vi.advanceTimersByTime(999)
    expect(run).not.toHaveBeenCalled()
    vi.advanceTimersByTime(5_000)
    expect(run).toHaveBeenCalledOnce()
  })

  test('behavior: delays beyond 25 days do not fire early', () => {
    const run = vi.fn()
    const days = 24 * 3_600_000
    systemClock.setTimer(run, 60 * days)
    systemClock.setTimer(run, Number.POSITIVE_INFINITY)
    vi.advanceTimersByTime(60 * days - 1)
    expect(run).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(run).toHaveBeenCalledOnce()
  })

  test('behavior: a cancelled timer is gone, also a long one', () => {
    const cancels = [1_000, 2 ** 40].map((delayMs) => systemClock.setTimer(() => expect.fail('fired'), delayMs))
    vi.advanceTimersByTime(500)
    for (const cancel of cancels) cancel()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('behavior: tells the time', () => {
    vi.setSystemTime(1_700_000_000_000)
    expect(systemClock.now()).toBe(1_700_000_000_000)
  })
})

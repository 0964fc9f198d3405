import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { createFakeClock, type FakeClock } from '../test/fakeClock.ts'
import { withDeadline } from './deadline.ts'
import { InvalidOptionError, TimeoutError } from './errors.ts'

const forever = (): Promise<never> => new Promise(() => {})

/** Timers and listeners that are left. */
function leftovers(clock: FakeClock, signal: AbortSignal): number {
  return clock.armed() + getEventListeners(signal, 'abort').length
}

test('behavior: gives what the work gives, and has let go before the caller goes on', async () => {
  const clock = createFakeClock()
  const { signal } = new AbortController()
  const value = await withDeadline(async () => 'done', { clock, timeoutMs: 100, signal, what: 'Reading' })
  expect([value, leftovers(clock, signal)]).toEqual(['done', 0])
})

test('error: what the work throws is passed on, thrown at once or later', async () => {
  const clock = createFakeClock()
  const { signal } = new AbortController()
  const fail = (): never => {
    throw new RangeError('broken')
  }
  const deadline = { clock, timeoutMs: 100, signal, what: 'Reading' }
  await expect(withDeadline(fail, deadline)).rejects.toThrow(RangeError)
  expect(leftovers(clock, signal)).toBe(0)
  await expect(withDeadline(async () => fail(), deadline)).rejects.toThrow(RangeError)
  expect(leftovers(clock, signal)).toBe(0)
})

test('error: when time is up the work is told to stop, and its late end is dropped', async () => {
  const clock = createFakeClock()
  const { signal } = new AbortController()
  let fail: (error: Error) => void = () => {}
  let seen: AbortSignal | undefined
  const work = (inner: AbortSignal): Promise<never> => {
    seen = inner
    return new Promise((_resolve, reject) => {
      fail = reject
    })
  }
  const ended = withDeadline(work, { clock, timeoutMs: 100, signal, what: 'Reading the account' })
  clock.advance(99)
  expect(seen?.aborted).toBe(false)
  clock.advance(1)
  await expect(ended).rejects.toMatchObject({
    code: 'SDEX_TIMEOUT',
    message: expect.stringContaining('Reading the account'),
  })
  expect(seen?.reason).toBeInstanceOf(TimeoutError)
  expect(leftovers(clock, signal)).toBe(0)
  fail(new Error('too late')) // an unhandled rejection here would fail the run
  await Promise.resolve()
})

test('error: the caller aborts', async () => {
  const clock = createFakeClock()
  const controller = new AbortController()
  const ended = withDeadline(forever, { clock, timeoutMs: 100, signal: controller.signal, what: 'Reading' })
  controller.abort('enough')
  await expect(ended).rejects.toMatchObject({ code: 'SDEX_ABORTED', cause: 'enough' })
  expect(leftovers(clock, controller.signal)).toBe(0)
})

test('error: with an aborted signal the work does not begin', async () => {
  const clock = createFakeClock()
  const signal = AbortSignal.abort()
  const begun = withDeadline(() => expect.fail('begun'), { clock, timeoutMs: 100, signal, what: 'Reading' })
  await expect(begun).rejects.toMatchObject({ code: 'SDEX_ABORTED' })
  expect(leftovers(clock, signal)).toBe(0)
})

test('behavior: without a timeout no timer is armed', async () => {
  const clock = createFakeClock()
  const controller = new AbortController()
  const ended = withDeadline(forever, { clock, signal: controller.signal, what: 'Reading' })
  expect(clock.armed()).toBe(0)
  controller.abort()
  await expect(ended).rejects.toMatchObject({ code: 'SDEX_ABORTED' })
})

test.each([-1, Number.NaN])('error: timeoutMs %d is refused before the work begins', async (timeoutMs) => {
  const clock = createFakeClock()
  const begun = withDeadline(() => expect.fail('begun'), { clock, timeoutMs, what: 'Reading' })
  await expect(begun).rejects.toThrow(InvalidOptionError)
})

import { expect, test } from 'vitest'
import { RateLimitedError } from '../errors.ts'
import { retryDelayMs } from './retryDelay.ts'

const problem = { type: '', title: '', detail: '', extras: {} }

function refused(retryAfterMs: number | undefined): RateLimitedError {
  return new RateLimitedError({ status: 429, problem, retryAfterMs, message: 'Too many.', remedy: 'Wait.' })
}

test('behavior: a server that names the time is asked then, spread over a second, but within the hour', () => {
  expect(retryDelayMs(refused(7_000), 1, () => 0)).toBe(7_000)
  expect(retryDelayMs(refused(7_000), 9, () => 1)).toBe(8_000)
  expect(retryDelayMs(refused(999_999_999_000), 1, () => 0)).toBe(3_600_000)
})

test('behavior: without a time the wait doubles up to 8 s', () => {
  expect([1, 2, 3, 4, 5].map((count) => retryDelayMs(refused(undefined), count, () => 1))).toEqual([
    1_000, 2_000, 4_000, 8_000, 8_000,
  ])
})

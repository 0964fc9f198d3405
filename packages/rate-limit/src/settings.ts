import { type Clock, systemClock } from '@sdex/primitives'
import { invalidOption } from './errors.ts'
import type { Bucket } from './tokenLevel.ts'
import type { RateLimiterOptions } from './types.ts'

const HOUR_MS = 3_600_000
const RESERVED_SHARE = 0.05
const MAX_MARGIN_SHARE = 0.05

/** Options, checked and with their defaults. */
export type Settings = {
  readonly bucket: Bucket
  /** Tokens that only submissions may spend. */
  readonly reserved: number
  readonly maxQueued: number
  /** Permits of `run()`; infinite without a bound. */
  readonly maxConcurrent: number
  /** How much longer one request may travel than another, in ms; the bucket's margin is as much of it as fits. */
  readonly jitterMs: number
  readonly clock: Clock
}

/** @throws `InvalidOptionError` for the first option that is out of its range. */
export function toSettings(options: RateLimiterOptions): Settings {
  const { requestsPerHour = 3_600, burst = 100, maxQueued = 1_000, jitterMs = 50, clock = systemClock } = options
  const { maxConcurrent = Number.POSITIVE_INFINITY } = options
  check({ requestsPerHour }, isAmount(requestsPerHour) && requestsPerHour > 0, 'a number above 0')
  check({ burst }, isCount(burst), 'a whole number from 0 on')
  check({ maxQueued }, isCount(maxQueued), 'a whole number from 0 on')
  check({ maxConcurrent }, maxConcurrent >= 1 && isCountOrInfinite(maxConcurrent), 'a whole number from 1 on')
  check({ jitterMs }, isAmount(jitterMs), 'a number of milliseconds from 0 on')
  const { reservedForSubmissions: reserved = Math.floor(burst * RESERVED_SHARE) } = options
  check({ reservedForSubmissions: reserved }, isCount(reserved) && reserved <= burst, 'a whole number up to the burst')
  const capacity = burst + 1
  const tokenMs = HOUR_MS / requestsPerHour
  const marginMs = Math.min(jitterMs, capacity * tokenMs * MAX_MARGIN_SHARE)
  return { bucket: { capacity, tokenMs, marginMs }, reserved, maxQueued, maxConcurrent, jitterMs, clock }
}

/** Whether a value counts something. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isCountOrInfinite(value: number): boolean {
  return value === Number.POSITIVE_INFINITY || isCount(value)
}

function isAmount(value: number): boolean {
  return Number.isFinite(value) && value >= 0
}

function check(option: Readonly<Record<string, unknown>>, isValid: boolean, expected: string): void {
  if (isValid) return
  const [[name, input] = ['', undefined]] = Object.entries(option)
  throw invalidOption(name, input, expected)
}

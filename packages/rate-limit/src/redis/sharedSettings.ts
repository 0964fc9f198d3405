import { InvalidOptionError } from '@sdex/primitives'
import type { Settings } from '../settings.ts'
import type { Bucket } from '../tokenLevel.ts'

const MAX_LEASE_MS = 250
const MIN_LEASE_MS = 100

/** The budget as processes share it; `capacity` is what the store holds at most. */
export type SharedBudget = Bucket & {
  /** Tokens that only submissions may spend. */
  readonly reserved: number
  /** How long a lease may be spent. */
  readonly leaseMs: number
}

/**
 * What of the burst can be shared.
 *
 * @remarks The store gives a token at each tick of a clock, so that in any time t it gives at most its maximum and t / tokenMs + 1. A lease is
 * spent up to `leaseMs` later, and travels up to `jitterMs` longer than another: what a server sees within t was given within
 * t + leaseMs + jitterMs. With a maximum of burst - (leaseMs + jitterMs) / tokenMs that is never more than burst + 1 and t / tokenMs,
 * which is what the server admits. The price is paid once, at rest; the rate is whole. (A store that answers later than `leaseMs` is beyond that: what
 * it gives is spent as it comes.)
 * @throws `InvalidOptionError` when nothing is left of the burst.
 */
export function toSharedBudget({ bucket, reserved, jitterMs }: Settings): SharedBudget {
  const { tokenMs, marginMs } = bucket
  const leaseMs = Math.min(MAX_LEASE_MS, Math.max(MIN_LEASE_MS, tokenMs))
  const capacity = Math.floor(bucket.capacity - 1 - (leaseMs + jitterMs) / tokenMs)
  if (capacity > reserved) return { capacity, tokenMs, marginMs, leaseMs, reserved }
  const burst = bucket.capacity - 1
  throw new InvalidOptionError({
    message: `A burst of ${burst} cannot be shared: ${Math.max(0, capacity)} tokens are left of it, ${reserved} of them for submissions.`,
    remedy: 'Raise burst, or lower requestsPerHour, jitterMs or reservedForSubmissions.',
    input: burst,
  })
}

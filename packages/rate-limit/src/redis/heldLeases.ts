import type { Clock } from '@sdex/primitives'

type Lease = { tokens: number; expiresAtMs: number; peak: number }

/** Leases in this process that are neither spent nor out of date. */
export type HeldLeases = {
  tokens(): number
  /** From now on the store's level counts for what can be given back; the lease has not come yet. */
  expect(): ExpectedLease
  /** What the store holds now. */
  saw(level: number): void
  /** Spends of the oldest lease first. */
  spend(tokens: number): void
  /** Takes out what is out of date. Returns how much of it the store can have back. */
  expire(): number
  /** Takes all out. Returns how much of it the store can have back. */
  clear(): number
  /** Returns when the next lease is out of date. */
  nextExpiryMs(): number | undefined
}

export type ExpectedLease = {
  came(tokens: number, expiresAtMs: number): void
  failed(): void
}

/**
 * Creates an empty set of held leases.
 *
 * @remarks A store that was full while tokens were on lease has counted nothing for that time. Given back to it later, they would come on top of a full
 * burst: they are dropped. Others may hold as much as this process, so that the store has to have stayed below its maximum by that.
 * @param canReturn - Whether tokens may go back when the store never held more than `peak` since they were taken.
 */
export function createHeldLeases(clock: Clock, canReturn: (tokens: number, peak: number) => boolean): HeldLeases {
  const leases: Lease[] = [] // a few: one is asked for only when the others do not suffice
  const isCurrent = ({ expiresAtMs }: Lease): boolean => expiresAtMs > clock.now()
  const remove = (isOut: (lease: Lease) => boolean): number => {
    let returnable = 0
    for (let index = leases.length - 1; index >= 0; index -= 1) {
      const lease = leases[index]
      if (lease === undefined || !isOut(lease)) continue
      leases.splice(index, 1)
      if (canReturn(lease.tokens, lease.peak)) returnable += lease.tokens
    }
    return returnable
  }
  return {
    tokens: () => leases.reduce((sum, lease) => (isCurrent(lease) ? sum + lease.tokens : sum), 0),
    expect: () => {
      const lease: Lease = { tokens: 0, expiresAtMs: Number.POSITIVE_INFINITY, peak: Number.NEGATIVE_INFINITY }
      leases.push(lease)
      return {
        came: (tokens, expiresAtMs) => Object.assign(lease, { tokens, expiresAtMs }),
        failed: () => void remove((other) => other === lease),
      }
    },
    saw: (level) => {
      for (const lease of leases) lease.peak = Math.max(lease.peak, level)
    },
    spend: (tokens) => {
      let left = tokens
      for (const lease of leases.filter(isCurrent)) {
        const spent = Math.min(left, lease.tokens)
        lease.tokens -= spent
        left -= spent
      }
      remove(({ tokens: of, expiresAtMs }) => of === 0 && expiresAtMs !== Number.POSITIVE_INFINITY)
    },
    expire: () => remove((lease) => !isCurrent(lease)),
    clear: () => remove(() => true),
    nextExpiryMs: () => leases.find(({ expiresAtMs }) => expiresAtMs !== Number.POSITIVE_INFINITY)?.expiresAtMs,
  }
}

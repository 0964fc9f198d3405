import type { Clock } from '@sdex/primitives'

type Lease = { tokens: number; readonly expiresAtMs: number; readonly isReturnable: boolean }

/** Leases in this process that are neither spent nor out of date. */
export type HeldLeases = {
  tokens(): number
  hold(lease: { readonly tokens: number; readonly expiresAtMs: number; readonly isReturnable: boolean }): void
  /** Of the oldest first. */
  spend(tokens: number): void
  /** Takes out what is out of date. Returns how much of it the store can have back. */
  expire(): number
  /** Takes all out. Returns how much of it the store can have back. */
  clear(): number
  /** When the next one is out of date. */
  nextExpiryMs(): number | undefined
}

/** None. */
export function createHeldLeases(clock: Clock): HeldLeases {
  const leases: Lease[] = [] // a few: one is asked for only when the others do not suffice
  const isCurrent = ({ expiresAtMs }: Lease): boolean => expiresAtMs > clock.now()
  const remove = (isOut: (lease: Lease) => boolean): number => {
    let returnable = 0
    for (let index = leases.length - 1; index >= 0; index -= 1) {
      const lease = leases[index]
      if (lease === undefined || !isOut(lease)) continue
      leases.splice(index, 1)
      if (lease.isReturnable) returnable += lease.tokens
    }
    return returnable
  }
  return {
    tokens: () => leases.reduce((sum, lease) => (isCurrent(lease) ? sum + lease.tokens : sum), 0),
    hold: (lease) => void leases.push({ ...lease }),
    spend: (tokens) => {
      let left = tokens
      for (const lease of leases.filter(isCurrent)) {
        const spent = Math.min(left, lease.tokens)
        lease.tokens -= spent
        left -= spent
      }
      remove((lease) => lease.tokens === 0)
    },
    expire: () => remove((lease) => !isCurrent(lease)),
    clear: () => remove(() => true),
    nextExpiryMs: () => leases[0]?.expiresAtMs,
  }
}

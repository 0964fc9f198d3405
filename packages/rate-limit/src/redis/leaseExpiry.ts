import type { CancelTimer, Clock } from '@sdex/primitives'
import type { HeldLeases } from './heldLeases.ts'
import type { StoreAccount } from './storeAccount.ts'

/** Gives back what of the leases is out of date. */
export type LeaseExpiry = {
  /** Does so now, and again when the next lease is out of date. */
  run(): void
  stop(): void
}

/**
 * Creates an expiry that looks at nothing until it is run.
 *
 * @param onExpired - Told when a lease has gone by time.
 */
export function createLeaseExpiry(
  { held, account, clock }: { readonly held: HeldLeases; readonly account: StoreAccount; readonly clock: Clock },
  onExpired: () => void,
): LeaseExpiry {
  let cancelTimer: CancelTimer | undefined

  const run = (): void => {
    cancelTimer?.()
    held.saw(account.tokens())
    account.giveBack(held.expire())
    const nextMs = held.nextExpiryMs()
    cancelTimer = nextMs === undefined ? undefined : clock.setTimer(onTime, nextMs - clock.now())
  }
  const onTime = (): void => {
    run()
    onExpired()
  }
  return { run, stop: () => cancelTimer?.() }
}

import type { Clock } from '@sdex/primitives'
import type { LeaseRequest } from '../leaseSource.ts'
import type { HeldLeases } from './heldLeases.ts'
import type { LeaseExpiry } from './leaseExpiry.ts'
import type { SharedBudget } from './sharedSettings.ts'
import type { SpreadReach } from './spreadReach.ts'
import type { StoreAccount } from './storeAccount.ts'

/** Takes leases from the store, one at a time. */
export type LeaseTaker = {
  /** Takes what is asked for, or a batch in advance, unless enough is on lease, too little is there or a lease is on its way. */
  lease(request: LeaseRequest): void
  /** Somebody spends: only then leases are taken in advance. */
  noteSpend(): void
}

export type LeaseTakerOptions = {
  readonly budget: SharedBudget
  /** Tokens of a lease in advance. */
  readonly batch: number
  readonly clock: Clock
  readonly account: StoreAccount
  readonly held: HeldLeases
  readonly expiry: LeaseExpiry
  readonly reach: SpreadReach
  /** Tokens in the store that are not owed to it. */
  inStore(): number
  onChange(): void
}

/** Creates a taker with no lease on its way. */
export function createLeaseTaker(options: LeaseTakerOptions): LeaseTaker {
  const { budget, batch, clock, account, held, expiry, reach, inStore, onChange } = options
  const { capacity, leaseMs } = budget
  let isOnItsWay = false
  let lastSpendMs = Number.NEGATIVE_INFINITY

  const take = async (tokens: number, reserve: number): Promise<void> => {
    const sentAtMs = clock.now()
    isOnItsWay = true
    const lease = held.expect()
    const taken = await account.take(tokens, reserve)
    isOnItsWay = false
    // Also one that is out of date as it comes can be spent in this very step: a slow store would grant nothing else.
    if (taken > 0) lease.came(taken, Math.max(sentAtMs + leaseMs, clock.now() + 1))
    else lease.failed()
    onChange()
    expiry.run()
  }
  const isAmple = (available: number): boolean => available > capacity / 2
  /** Only for who just spent, and while there is enough: it is lost when nobody asks in time. */
  const takeInAdvance = (available: number, reserve: number): void => {
    const isBusy = clock.now() - lastSpendMs < leaseMs
    if (isAmple(available) && isBusy && held.tokens() < batch) void take(batch, reserve)
  }
  const takeWanted = (available: number, { wanted, atLeast, reserve }: LeaseRequest): void => {
    const leased = held.tokens()
    if (available < 1 || leased >= wanted || available + leased < atLeast) return
    // When few tokens are left, not all processes reach for the next one in the same step.
    if (!isAmple(available) && reserve > 0 && !reach.isMyTurn()) reach.wait()
    else void take(Math.min(available, wanted - leased), reserve)
  }
  return {
    lease: (request) => {
      if (!account.isOpen() || isOnItsWay) return
      const available = inStore() - request.reserve
      if (request.wanted === 0) takeInAdvance(available, request.reserve)
      else takeWanted(available, request)
    },
    noteSpend: () => {
      lastSpendMs = clock.now()
    },
  }
}

import type { Clock, Random } from '@sdex/primitives'
import type { LeaseRequest } from '../leaseSource.ts'
import type { BudgetStore } from './budgetStore.ts'
import { createHeldLeases } from './heldLeases.ts'
import { createLeaseExpiry } from './leaseExpiry.ts'
import type { SharedBudget } from './sharedSettings.ts'
import { createSpreadReach } from './spreadReach.ts'
import { createStoreAccount } from './storeAccount.ts'
import { createTurnQueue } from './turnQueue.ts'

/** How much of the rate a lease in advance holds, in ms. */
const BATCH_MS = 100

export type StoreLeasesOptions = {
  readonly budget: SharedBudget
  readonly clock: Clock
  readonly random: Random
  /** By how many the store is used, as far as is known. */
  processes(): number
  add(tokens: number): ReturnType<BudgetStore['add']>
  onChange(): void
}

/** Leases from a store that other processes use as well; they end with each outage. */
export type StoreLeases = {
  tokens(): number
  leased(): number
  msUntil(tokens: number): number
  spend(tokens: number): void
  lease(request: LeaseRequest): void
  spendTurn(tokens: number): void
  lower(tokens: number): void
  hold(durationMs: number): void
  /** What the store holds, as was told. */
  told(tokens: number): void
  /** The store can be reached, with so many tokens. */
  begin(tokens: number, tickAtMs: number): void
  /** It cannot. Returns what it held, as far as is known. What is under way to it counts as spent. */
  end(): number
  /** Gives back what is on lease, and leases no more. */
  close(): Promise<void>
}

/** Creates leases of a store that cannot be reached yet. */
export function createStoreLeases(options: StoreLeasesOptions): StoreLeases {
  const { budget, clock, random, processes, add, onChange } = options
  const { capacity, tokenMs, leaseMs } = budget
  const batch = Math.max(1, Math.floor(BATCH_MS / tokenMs))
  const held = createHeldLeases(clock, (tokens, peak) => peak + Math.max(batch, tokens) * processes() <= capacity)
  const account = createStoreAccount({ budget, clock, held, add })
  const turns = createTurnQueue(account)
  const expiry = createLeaseExpiry({ held, account, clock }, onChange)
  const reach = createSpreadReach({ clock, random, tokenMs }, onChange)
  let isOnItsWay = false
  let lastSpendMs = Number.NEGATIVE_INFINITY
  const inStore = (): number => account.tokens() - turns.owed()

  const takeLease = async (tokens: number, reserve: number): Promise<void> => {
    const generation = account.generation()
    const sentAtMs = clock.now()
    isOnItsWay = true
    const lease = held.expect()
    const taken = await account.take(tokens, reserve)
    if (generation !== account.generation()) return
    isOnItsWay = false
    if (taken > 0) lease.came(taken, sentAtMs + leaseMs)
    else lease.failed()
    onChange()
    expiry.run()
  }
  const isAmple = (available: number): boolean => available > capacity / 2
  /** Only for who just spent, and while there is enough: it is lost when nobody asks in time. */
  const leaseInAdvance = (available: number, reserve: number): void => {
    const isBusy = clock.now() - lastSpendMs < leaseMs
    if (isAmple(available) && isBusy && held.tokens() < batch) void takeLease(batch, reserve)
  }
  const lease = ({ wanted, atLeast, reserve }: LeaseRequest): void => {
    if (!account.isOpen() || isOnItsWay) return
    const available = inStore() - reserve
    if (wanted === 0) {
      leaseInAdvance(available, reserve)
      return
    }
    const leased = held.tokens()
    if (available < 1 || leased >= wanted || available + leased < atLeast) return
    // When few tokens are left, not all processes reach for the next one in the same step.
    if (!isAmple(available) && reserve > 0 && !reach.isMyTurn()) reach.wait()
    else void takeLease(Math.min(available, wanted - leased), reserve)
  }
  const end = (): number => {
    isOnItsWay = false
    turns.clear()
    expiry.stop()
    reach.stop()
    held.clear()
    return account.end()
  }
  return {
    tokens: () => (account.isOpen() ? Math.max(0, inStore() + held.tokens()) : 0),
    leased: held.tokens,
    msUntil: (tokens) => account.msUntil(tokens + turns.owed() - held.tokens()),
    spend: (tokens) => {
      lastSpendMs = clock.now()
      held.spend(tokens)
    },
    lease,
    spendTurn: turns.add,
    lower: (tokens) => account.lowerBy(inStore() + held.tokens() - tokens),
    hold: (durationMs) => {
      held.clear()
      const tokens = account.tokens()
      const afterNextMs = durationMs - account.msUntil(tokens + 1)
      account.lowerBy(tokens + Math.max(0, Math.ceil(afterNextMs / tokenMs)))
    },
    told: (tokens) => {
      if (!account.isOpen()) return
      account.told(tokens)
      onChange()
    },
    begin: account.begin,
    end,
    close: async () => {
      held.saw(account.tokens())
      const returnable = held.clear()
      if (account.isOpen() && returnable > 0) await add(returnable).catch(() => {})
      end()
    },
  }
}

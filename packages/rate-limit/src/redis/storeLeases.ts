import type { Clock, Random } from '@sdex/primitives'
import type { LeaseRequest } from '../leaseSource.ts'
import type { BudgetStore } from './budgetStore.ts'
import { createHeldLeases } from './heldLeases.ts'
import { createLeaseExpiry } from './leaseExpiry.ts'
import { createLeaseTaker } from './leaseTaker.ts'
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
  /** What the store holds, as was told; with a time without what came back since then. */
  told(tokens: number, tickAtMs?: number): void
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
  const { capacity, tokenMs } = budget
  const batch = Math.max(1, Math.floor(BATCH_MS / tokenMs))
  const held = createHeldLeases(clock, (tokens, peak) => peak + Math.max(batch, tokens) * processes() <= capacity)
  const account = createStoreAccount({ budget, clock, held, add })
  const turns = createTurnQueue(account)
  const expiry = createLeaseExpiry({ held, account, clock }, onChange)
  const reach = createSpreadReach({ clock, random, tokenMs }, onChange)
  const inStore = (): number => account.tokens() - turns.owed()
  const taker = createLeaseTaker({ budget, batch, clock, account, held, expiry, reach, inStore, onChange })

  const end = (): number => {
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
      taker.noteSpend()
      held.spend(tokens)
    },
    lease: taker.lease,
    spendTurn: turns.add,
    lower: (tokens) => account.lowerBy(inStore() + held.tokens() - tokens),
    hold: (durationMs) => {
      held.clear()
      const tokens = account.tokens()
      const afterNextMs = durationMs - account.msUntil(tokens + 1)
      account.lowerBy(tokens + Math.max(0, Math.ceil(afterNextMs / tokenMs)))
    },
    told: (tokens, tickAtMs) => {
      if (!account.isOpen()) return
      account.told(tokens, tickAtMs)
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

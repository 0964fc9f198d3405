import type { CancelTimer, Clock, Random } from '@sdex/primitives'
import type { LeaseRequest } from '../leaseSource.ts'
import type { BudgetStore } from './budgetStore.ts'
import { createHeldLeases } from './heldLeases.ts'
import type { SharedBudget } from './sharedSettings.ts'
import { createStoreLevel } from './storeLevel.ts'

/** How much of the rate a lease in advance holds, in ms. */
const BATCH_MS = 100
const MAX_SPREAD_MS = 25

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

/**
 * @remarks A lease is taken by one step of the store, which tells what is left. Where that is less than has to be kept, the rest is given back: for a
 * moment others see too little, never too much. So a token is in one place at any time: in the store, on lease, or spent.
 */
export function createStoreLeases({
  budget,
  clock,
  random,
  processes,
  add,
  onChange,
}: StoreLeasesOptions): StoreLeases {
  const { capacity, tokenMs, leaseMs } = budget
  const level = createStoreLevel(capacity, tokenMs, clock)
  const batch = Math.max(1, Math.floor(BATCH_MS / tokenMs))
  const held = createHeldLeases(clock, (tokens, peak) => peak + Math.max(batch, tokens) * processes() <= capacity)
  let session = 0
  let isOpen = false
  let isOnItsWay = false
  let isMyTurn = false
  let lastSpendMs = Number.NEGATIVE_INFINITY
  let turns = 0
  let isTakingTurns = false
  const known = (): number => level.read() - turns
  let cancelExpiry: CancelTimer | undefined
  let cancelSpread: CancelTimer | undefined

  const set = (tokens: number): void => {
    held.saw(level.read()) // the most there was until now
    level.set(tokens)
    held.saw(tokens)
  }
  /** Undefined when the store did not answer, or an outage lies between. */
  const change = async (tokens: number): Promise<number | undefined> => {
    const during = session
    level.set(level.read() + tokens)
    const left = await add(tokens).catch(() => undefined)
    if (left === undefined || during !== session) return undefined
    set(left)
    return left
  }
  const giveBack = (tokens: number): void => {
    if (tokens > 0 && isOpen) void change(tokens)
  }
  /** Takes tokens, but leaves what is to be kept. Returns how many were taken. */
  const take = async (tokens: number, kept: number): Promise<number> => {
    const left = await change(-tokens)
    if (left === undefined) return 0
    const lacking = Math.min(tokens, Math.max(0, kept - left))
    giveBack(lacking)
    return tokens - lacking
  }
  const takeLease = async (tokens: number, kept: number): Promise<void> => {
    const during = session
    const sentAtMs = clock.now()
    isOnItsWay = true
    const lease = held.expect()
    const taken = await take(tokens, kept)
    if (during !== session) return
    isOnItsWay = false
    if (taken > 0) lease.came(taken, sentAtMs + leaseMs)
    else lease.failed()
    onChange()
    expire()
  }
  const expire = (): void => {
    cancelExpiry?.()
    held.saw(level.read())
    giveBack(held.expire())
    const nextMs = held.nextExpiryMs()
    cancelExpiry = nextMs === undefined ? undefined : clock.setTimer(onExpiry, nextMs - clock.now())
  }
  const onExpiry = (): void => {
    expire()
    onChange()
  }
  /** When few tokens are left, not all processes reach for the next one in the same step. */
  const waitForTurn = (): void => {
    cancelSpread ??= clock.setTimer(
      () => {
        cancelSpread = undefined
        isMyTurn = true
        onChange()
        isMyTurn = false
      },
      random() * Math.min(MAX_SPREAD_MS, tokenMs / 4),
    )
  }
  const lease = ({ wanted, atLeast, kept }: LeaseRequest): void => {
    if (!isOpen || isOnItsWay) return
    const there = known() - kept
    const leased = held.tokens()
    const isAmple = there > capacity / 2
    if (wanted === 0) {
      // In advance only for who just spent, and while there is enough: it is lost when nobody asks in time.
      const isBusy = clock.now() - lastSpendMs < leaseMs
      if (isAmple && isBusy && leased < batch) void takeLease(batch, kept)
      return
    }
    if (there < 1 || leased >= wanted || there + leased < atLeast) return
    if (!isAmple && kept > 0 && !isMyTurn) waitForTurn()
    else void takeLease(Math.min(there, wanted - leased), kept)
  }
  const takeTurns = async (): Promise<void> => {
    if (isTakingTurns) return
    isTakingTurns = true
    while (turns > 0 && isOpen) {
      const tokens = turns
      turns = 0
      await take(tokens, 0)
    }
    isTakingTurns = false
  }
  const lowerBy = (tokens: number): void => {
    if (tokens > 0 && isOpen) void take(tokens, level.read() - tokens)
  }
  const end = (): number => {
    const left = level.read()
    session += 1
    isOpen = false
    isOnItsWay = false
    turns = 0
    for (const cancel of [cancelExpiry, cancelSpread]) cancel?.()
    cancelSpread = undefined
    held.clear()
    return left
  }
  return {
    tokens: () => (isOpen ? Math.max(0, known() + held.tokens()) : 0),
    leased: held.tokens,
    msUntil: (tokens) => level.msUntil(tokens + turns - held.tokens()),
    spend: (tokens) => {
      lastSpendMs = clock.now()
      held.spend(tokens)
    },
    lease,
    spendTurn: (tokens) => {
      turns += tokens
      void takeTurns()
    },
    lower: (tokens) => lowerBy(known() + held.tokens() - tokens),
    hold: (durationMs) => {
      held.clear()
      const tokens = level.read()
      const afterNextMs = durationMs - level.msUntil(tokens + 1)
      lowerBy(tokens + Math.max(0, Math.ceil(afterNextMs / tokenMs)))
    },
    told: (tokens) => {
      if (!isOpen) return
      set(tokens)
      onChange()
    },
    begin: (tokens, tickAtMs) => {
      isOpen = true
      level.tickAt(tickAtMs)
      level.set(tokens)
    },
    end,
    close: async () => {
      held.saw(level.read())
      const returnable = held.clear()
      if (isOpen && returnable > 0) await add(returnable).catch(() => {})
      end()
    },
  }
}

import type { Clock } from '@sdex/primitives'
import type { BudgetStore } from './budgetStore.ts'
import type { HeldLeases } from './heldLeases.ts'
import type { SharedBudget } from './sharedSettings.ts'
import { createStoreLevel } from './storeLevel.ts'

export type StoreAccountOptions = {
  readonly budget: SharedBudget
  readonly clock: Clock
  /** Told of each level that the store had: it decides what can be given back. */
  readonly held: HeldLeases
  add(tokens: number): ReturnType<BudgetStore['add']>
}

/** What this process knows of the store's tokens, and takes from them and gives back, from one outage to the next. */
export type StoreAccount = {
  isOpen(): boolean
  /** Tokens in the store, as far as is known: below nothing while a server's pause is owed. */
  tokens(): number
  /** Until the store holds that many, in ms. */
  msUntil(tokens: number): number
  /** What the store holds, as was told; with a time without what came back since then. */
  told(tokens: number, tickAtMs?: number): void
  /** Takes tokens, but leaves the reserve. Returns how many were taken. */
  take(tokens: number, reserve: number): Promise<number>
  giveBack(tokens: number): void
  /** Takes tokens, and gives back those by which less is left then than this was to leave: others may have lowered it for the same reason. */
  lowerBy(tokens: number): void
  begin(tokens: number, tickAtMs: number): void
  /** Returns what the store held, as far as is known. */
  end(): number
}

/**
 * Creates an account that is not open yet.
 *
 * @remarks Tokens are taken by one step of the store, which tells what is left. Where that is less than the reserve, the rest is given back: for a
 * moment others see too little, never too much. So a token is in one place at any time: in the store, on lease, or spent.
 */
export function createStoreAccount({ budget, clock, held, add }: StoreAccountOptions): StoreAccount {
  const level = createStoreLevel(budget.capacity, budget.tokenMs, clock)
  let isOpen = false

  const set = (tokens: number, tickAtMs?: number): void => {
    held.saw(level.read()) // the most there was until now
    level.set(tokens, tickAtMs)
    held.saw(level.read())
  }
  /** Undefined when the store did not answer. */
  const change = async (tokens: number): Promise<number | undefined> => {
    level.set(level.read() + tokens)
    const left = await add(tokens).catch(() => undefined)
    if (left !== undefined) set(left)
    return left
  }
  const giveBack = (tokens: number): void => {
    if (tokens > 0 && isOpen) void change(tokens)
  }
  const take = async (tokens: number, reserve: number): Promise<number> => {
    const left = await change(-tokens)
    if (left === undefined) return 0
    const lacking = Math.min(tokens, Math.max(0, reserve - left))
    giveBack(lacking)
    return tokens - lacking
  }
  return {
    isOpen: () => isOpen,
    tokens: level.read,
    msUntil: level.msUntil,
    told: set,
    take,
    giveBack,
    lowerBy: (tokens) => {
      if (tokens > 0 && isOpen) void take(tokens, level.read() - tokens)
    },
    begin: (tokens, tickAtMs) => {
      isOpen = true
      level.set(tokens, tickAtMs)
    },
    end: () => {
      isOpen = false
      return level.read()
    },
  }
}

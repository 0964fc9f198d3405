import type { Clock } from '@sdex/primitives'
import { createTokenLevel, type TokenLevel } from '../tokenLevel.ts'
import type { SharedBudget } from './sharedSettings.ts'

/** What one process may spend while it cannot ask: its part of what is left, and of what comes. */
export type FallbackShare = TokenLevel & {
  readonly capacity: number
  readonly reserved: number
  /** What was spent since the last time this was asked, for the store to know. */
  takeSpent(): number
  /** That what was taken out did not reach the store. */
  putBack(spent: number): void
}

export type FallbackOptions = {
  readonly budget: SharedBudget
  /** By how many the budget is divided. */
  readonly processes: number
  /** What is left for all. */
  readonly tokens: number
  readonly clock: Clock
}

/** Creates one process's share. The shares of all processes together are what one of them alone could spend: no burst and no rate is there twice. */
export function createFallbackShare(options: FallbackOptions): FallbackShare {
  const { budget, processes, tokens, clock } = options
  const capacity = Math.max(1, Math.floor(budget.capacity / processes))
  const level = createTokenLevel({ capacity, tokenMs: budget.tokenMs * processes, marginMs: budget.marginMs }, clock)
  let spent = 0
  level.lower(Math.floor(tokens / processes))
  return {
    ...level,
    capacity,
    reserved: Math.min(capacity - 1, Math.ceil(budget.reserved / processes)),
    spend: (amount) => {
      spent += amount
      level.spend(amount)
    },
    spendTurn: (amount) => {
      spent += amount
      level.spendTurn(amount)
    },
    takeSpent: () => {
      const amount = spent
      spent = 0
      return amount
    },
    putBack: (amount) => {
      spent += amount
    },
  }
}

import type { CancelTimer, Clock, Random } from '@sdex/primitives'

const MAX_SPREAD_MS = 25

/** Keeps processes apart that reach for the same token. */
export type SpreadReach = {
  /** Whether this process may reach for it now. */
  isMyTurn(): boolean
  /** Lets its turn come after a moment of chance, unless that is under way. */
  wait(): void
  stop(): void
}

/**
 * Creates a spread of up to 25 ms, or a quarter of the time of a token if that is less.
 *
 * @param onTurn - Told when it may reach; once it has returned, the turn is over.
 */
export function createSpreadReach(
  { clock, random, tokenMs }: { readonly clock: Clock; readonly random: Random; readonly tokenMs: number },
  onTurn: () => void,
): SpreadReach {
  let isMyTurn = false
  let cancelTimer: CancelTimer | undefined

  const take = (): void => {
    cancelTimer = undefined
    isMyTurn = true
    onTurn()
    isMyTurn = false
  }
  return {
    isMyTurn: () => isMyTurn,
    wait: () => {
      cancelTimer ??= clock.setTimer(take, random() * Math.min(MAX_SPREAD_MS, tokenMs / 4))
    },
    stop: () => {
      cancelTimer?.()
      cancelTimer = undefined
    },
  }
}

import type { CancelTimer, Clock } from '@sdex/primitives'
import { createTokenLevel } from '../tokenLevel.ts'
import { createFallbackShare, type FallbackShare } from './fallbackShare.ts'
import type { SharedBudget } from './sharedSettings.ts'
import { noTokens, type Spending, shareAlone, storeWithinShare } from './spending.ts'
import type { StoreLeases } from './storeLeases.ts'

/** How long a process waits for the store at first, before it goes on without it. */
const START_MS = 3_000
/** How long a process that finds the store again stays with its share: longer than others need to find it too, and to tell what they spent. */
const SETTLE_MS = 2_000

export type SpendingModeOptions = {
  readonly budget: SharedBudget
  /** By how many the budget is divided at least while the store cannot be reached, where that was told. */
  readonly processCount: number | undefined
  readonly clock: Clock
}

/**
 * What tokens are spent from now, and why.
 *
 * `telling`: the store is back and is being told what was spent; nothing is granted yet. `settling`: a grant needs both the store's tokens and this
 * process's share.
 */
export type SpendingMode =
  | { readonly type: 'starting' | 'shared'; readonly spending: Spending }
  | {
      readonly type: 'fallback' | 'telling' | 'settling'
      readonly spending: Spending
      readonly share: FallbackShare
      readonly reason: string
    }

/** Goes from one mode to the next as the store is found, told and lost. */
export type ModeSwitch = {
  current(): SpendingMode
  /** Lowers what is left to nothing for `durationMs`, in this mode and those that come. */
  hold(durationMs: number): void
  /** Waits for the store, for 3 s at most; without effect where it was lost already. */
  start(): void
  /** The store can be reached. Returns the share that was spent from until now, of which it has to be told; none where there was no outage. */
  found(): FallbackShare | undefined
  /** It knows what was spent; without effect where it was lost meanwhile. */
  told(): void
  /** It cannot be reached; `left` is what it held then. */
  lost(left: number, reason: string): void
  stop(): void
}

export type ModeSwitchContext = {
  readonly store: StoreLeases
  /** By how many the store is used, as far as is known. */
  processes(): number
  onChange(): void
}

/** Creates a switch that grants nothing until the store is found or lost. */
export function createModeSwitch(options: SpendingModeOptions, context: ModeSwitchContext): ModeSwitch {
  const { budget, processCount, clock } = options
  const { store, processes, onChange } = context
  const startedMs = clock.now()
  const msToStart = (): number => Math.max(0, startedMs + START_MS - clock.now())
  /** Has its token when no server has asked for a pause that is not over. */
  const pause = createTokenLevel({ capacity: 1, tokenMs: 1, marginMs: 0 }, clock)
  let missedTurns = 0
  const missTurn = (tokens: number): void => {
    missedTurns += tokens
  }
  let mode: SpendingMode = { type: 'starting', spending: noTokens(msToStart, missTurn) }
  let cancelTimer: CancelTimer | undefined

  const enter = (next: SpendingMode): void => {
    mode = next
    const pauseMs = pause.msUntil(1)
    if (pauseMs > 0) next.spending.hold(pauseMs)
    if (missedTurns > 0) next.spending.spendTurn(missedTurns)
    missedTurns = 0
    onChange()
  }
  /** Nothing, unless it is known for how many it is: else each would take the burst for its own. */
  const atFirst = processCount === undefined ? 0 : budget.capacity
  const shareOf = (tokens: number): FallbackShare => {
    const by = Math.max(processes(), processCount ?? 1)
    return createFallbackShare({ budget, processes: by, tokens, clock })
  }
  const lost = (left: number, reason: string): void => {
    cancelTimer?.()
    if (left < 0) pause.hold((1 - left) * budget.tokenMs) // of which another process may have been told
    const share = 'share' in mode ? mode.share : shareOf(mode.type === 'starting' ? atFirst : left)
    enter({ type: 'fallback', spending: shareAlone(share), share, reason })
  }
  return {
    current: () => mode,
    hold: (durationMs) => {
      pause.hold(durationMs)
      mode.spending.hold(durationMs)
    },
    start: () => {
      if (mode.type !== 'starting') return
      cancelTimer = clock.setTimer(() => lost(atFirst, 'The store did not answer in time.'), START_MS)
    },
    found: () => {
      cancelTimer?.()
      if (!('share' in mode)) return undefined
      const { share } = mode
      enter({ type: 'telling', spending: noTokens(() => 0, missTurn), share, reason: 'The store is back.' })
      return share
    },
    told: () => {
      const shared = { type: 'shared', spending: store } as const
      if (mode.type === 'starting') return enter(shared)
      if (mode.type !== 'telling') return
      const { share } = mode
      const reason = 'The store is back; other processes may still tell it what they spent.'
      enter({ type: 'settling', spending: storeWithinShare(store, share), share, reason })
      cancelTimer = clock.setTimer(() => enter(shared), SETTLE_MS)
    },
    lost,
    stop: () => cancelTimer?.(),
  }
}

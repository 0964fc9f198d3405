import type { CancelTimer, Clock, Random } from '@sdex/primitives'
import type { LeaseSource } from '../leaseSource.ts'
import type { OpenStore, StoreSession } from './budgetStore.ts'
import { createFallbackShare, type FallbackShare } from './fallbackShare.ts'
import type { SharedBudget } from './sharedSettings.ts'
import { createStoreLeases } from './storeLeases.ts'

/** How long a process waits for the store at first, before it goes on without it. */
const START_MS = 1_000
/** How long a process that finds the store again stays with its share: longer than others need to find it too, and to tell what they spent. */
export const SETTLE_MS = 2_000

export type SharedLeasesOptions = {
  readonly budget: SharedBudget
  readonly reserved: number
  readonly marginMs: number
  /** By how many the budget is divided at least while the store cannot be reached. */
  readonly processCount: number
  readonly clock: Clock
  readonly random: Random
  readonly openStore: OpenStore
}

/** What tokens are spent from. */
type Spending = Omit<LeaseSource, 'standing' | 'capacity' | 'reserved' | 'close'>

type Mode =
  | { readonly type: 'starting' }
  | { readonly type: 'shared' }
  | { readonly type: 'fallback'; readonly share: FallbackShare; readonly reason: string }
  /** The store is there again, and is told what was spent: nothing is granted for as long as that takes. */
  | { readonly type: 'joining'; readonly share: FallbackShare }

/**
 * Leases from a store while it can be reached, and from this process' share while it cannot.
 *
 * @remarks Back from an outage, the store has either gone on counting, then it is told what was spent meanwhile; or it has lost everything and begins
 * with nothing, then what was spent before it began is no concern of it. Both take some time for all processes, in which each stays with its share.
 */
export function createSharedLeases(options: SharedLeasesOptions, onChange: () => void): LeaseSource {
  const { budget, reserved, marginMs, processCount, clock, random } = options
  const untilMs = clock.now() + START_MS
  let mode: Mode = { type: 'starting' }
  let spending = nothing(() => Math.max(0, untilMs - clock.now()))
  let processes = 1
  let epoch: string | undefined
  /** Counts connections, so that what an earlier one began does not end in a later one. */
  let connection = 0
  let cancelTimer: CancelTimer | undefined
  const store = createStoreLeases({ budget, clock, random, onChange, add: (tokens) => connected.add(tokens) })

  const fall = (tokens: number, reason: string): void => {
    cancelTimer?.()
    connection += 1
    const by = Math.max(processes, processCount)
    const share =
      mode.type === 'fallback' || mode.type === 'joining'
        ? mode.share
        : createFallbackShare({ budget, reserved, marginMs, processes: by, tokens, clock })
    mode = { type: 'fallback', share, reason }
    spending = { ...share, tokens: share.read, leased: share.read, lease: () => {} }
    onChange()
  }
  const share = (): void => {
    mode = { type: 'shared' }
    spending = store
    onChange()
  }
  /** Tells the store what it does not know yet. True when it knows. */
  const tell = async (tokens: number, from?: FallbackShare): Promise<boolean> => {
    if (tokens === 0) return true
    const during = connection
    const left = await connected.add(tokens).catch(() => undefined)
    if (left === undefined) from?.putBack(Math.max(0, -tokens))
    if (left === undefined || during !== connection) return false
    store.told(left)
    return true
  }
  const join = async (from: FallbackShare): Promise<void> => {
    mode = { type: 'joining', share: from }
    spending = nothing(() => 0)
    if (await tell(-from.takeSpent(), from)) share()
  }
  const onUp = async (session: StoreSession): Promise<void> => {
    cancelTimer?.()
    connection += 1
    const during = connection
    const isFirst = epoch === undefined
    const isForgotten = !isFirst && session.epoch !== epoch
    epoch = session.epoch
    processes = session.processes
    store.begin(session.tokens, session.tickAtMs)
    const from = mode.type === 'fallback' || mode.type === 'joining' ? mode.share : undefined
    const spent = from?.takeSpent() ?? 0
    const filled = isFirst && session.isNew ? budget.capacity : 0
    const isTold = await tell(isForgotten ? 0 : filled - spent, from)
    if (!isTold || during !== connection) return
    if (from === undefined) return share()
    cancelTimer = clock.setTimer(() => void join(from), SETTLE_MS)
  }
  const onDown = (reason: string): void => {
    const left = store.end()
    fall(mode.type === 'shared' ? left : budget.capacity, reason)
  }
  const connected = options.openStore({
    onUp: (session) => void onUp(session),
    onDown,
    onTokens: (tokens) => {
      if (mode.type === 'shared') store.told(tokens)
    },
    onProcesses: (count) => {
      processes = Math.max(1, count)
    },
  })
  if (mode.type === 'starting') {
    cancelTimer = clock.setTimer(() => fall(budget.capacity, 'The store did not answer in time.'), START_MS)
  }

  return {
    standing: () => {
      const isAlone = mode.type === 'fallback'
      return { source: isAlone ? 'fallback' : 'shared', processes, ...(isAlone && { reason: reasonOf(mode) }) }
    },
    capacity: () => budget.capacity,
    reserved: () => (mode.type === 'fallback' ? mode.share.reserved : reserved),
    tokens: () => spending.tokens(),
    leased: () => spending.leased(),
    msUntil: (tokens) => spending.msUntil(tokens),
    spend: (tokens) => spending.spend(tokens),
    lease: (request) => spending.lease(request),
    spendTurn: (tokens) => spending.spendTurn(tokens),
    lower: (tokens) => spending.lower(tokens),
    hold: (durationMs) => spending.hold(durationMs),
    close: async () => {
      cancelTimer?.()
      connection += 1
      await store.close()
      await connected.close()
    },
  }
}

function reasonOf(mode: Mode): string | undefined {
  return mode.type === 'fallback' ? mode.reason : undefined
}

/** @param msUntil - When to ask again. */
function nothing(msUntil: () => number): Spending {
  const none = (): void => {}
  const zero = (): number => 0
  return { tokens: zero, leased: zero, msUntil, spend: none, lease: none, spendTurn: none, lower: none, hold: none }
}

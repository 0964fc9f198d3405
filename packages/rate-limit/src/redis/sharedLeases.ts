import type { CancelTimer, Clock, Random } from '@sdex/primitives'
import type { LeaseSource } from '../leaseSource.ts'
import type { OpenStore, StoreSession } from './budgetStore.ts'
import { createFallbackShare, type FallbackShare } from './fallbackShare.ts'
import type { SharedBudget } from './sharedSettings.ts'
import { createStoreLeases, type StoreLeases } from './storeLeases.ts'

/** How long a process waits for the store at first, before it goes on without it. */
const START_MS = 3_000
/** How long a process that finds the store again stays with its share: longer than others need to find it too, and to tell what they spent. */
const SETTLE_MS = 2_000

export type SharedLeasesOptions = {
  readonly budget: SharedBudget
  readonly reserved: number
  readonly marginMs: number
  /** By how many the budget is divided at least while the store cannot be reached, where that was told. */
  readonly processCount: number | undefined
  readonly clock: Clock
  readonly random: Random
  readonly openStore: OpenStore
}

/** What tokens are spent from. */
type Spending = Omit<LeaseSource, 'standing' | 'capacity' | 'reserved' | 'close'>

type Mode =
  | { readonly type: 'starting' }
  | { readonly type: 'shared' }
  /** `telling`: the store is there again, and hears what was spent; until it has, nothing is granted. `settling`: both store and share have to agree. */
  | { readonly type: 'fallback' | 'telling' | 'settling'; readonly share: FallbackShare; readonly reason: string }

/**
 * Leases from a store while it can be reached, and from this process' share while it cannot.
 *
 * @remarks Back from an outage, the store has either gone on counting, then it is told what was spent meanwhile; or it has lost everything and begins
 * with nothing, then what was spent before it began is no concern of it. Processes find it one after the other: until all have told, none takes more
 * than its share of what the store seems to hold.
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
  const store = createStoreLeases({
    budget,
    clock,
    random,
    onChange,
    processes: () => processes,
    add: (tokens) => connected.add(tokens),
  })

  const enter = (next: Mode, from: Spending): void => {
    mode = next
    spending = from
    onChange()
  }
  /** Nothing, unless it is known for how many it is: else each would take the burst for its own. */
  const atFirst = processCount === undefined ? 0 : budget.capacity
  const fall = (tokens: number, reason: string): void => {
    cancelTimer?.()
    connection += 1
    const by = Math.max(processes, processCount ?? 1)
    const share =
      'share' in mode ? mode.share : createFallbackShare({ budget, reserved, marginMs, processes: by, tokens, clock })
    enter({ type: 'fallback', share, reason }, { ...share, tokens: share.read, leased: share.read, lease: () => {} })
  }
  /** Tells the store what it does not know yet. True when it knows. */
  const tell = async (tokens: number, from: FallbackShare | undefined): Promise<boolean> => {
    const during = connection
    const left = tokens === 0 ? undefined : await connected.add(tokens).catch(() => undefined)
    if (left === undefined && tokens < 0) from?.putBack(-tokens)
    if (during !== connection || (left === undefined && tokens !== 0)) return false
    if (left !== undefined) store.told(left)
    return true
  }
  const settle = (share: FallbackShare): void => {
    enter({ type: 'settling', share, reason: 'The store is back, and hears what was spent.' }, both(store, share))
    cancelTimer = clock.setTimer(() => enter({ type: 'shared' }, store), SETTLE_MS)
  }
  const onUp = async (session: StoreSession): Promise<void> => {
    cancelTimer?.()
    connection += 1
    const isFirst = epoch === undefined
    const isForgotten = !isFirst && session.epoch !== epoch
    epoch = session.epoch
    processes = session.processes
    store.begin(session.tokens, session.tickAtMs)
    const from = 'share' in mode ? mode.share : undefined
    if (from)
      enter(
        { type: 'telling', share: from, reason: 'The store is back.' },
        nothing(() => 0),
      )
    const spent = from?.takeSpent() ?? 0
    const filled = isFirst && session.isNew ? budget.capacity : 0
    if (!(await tell(isForgotten ? 0 : filled - spent, from))) return
    if (from) settle(from)
    else enter({ type: 'shared' }, store)
  }
  const onDown = (reason: string): void => {
    const left = store.end()
    fall(mode.type === 'starting' ? atFirst : left, reason)
  }
  const connected = options.openStore({
    onUp: (session) => void onUp(session),
    onDown,
    onTokens: (tokens) => {
      store.told(tokens)
    },
    onProcesses: (count) => {
      if (count === processes) return
      processes = count
      onChange()
    },
  })
  if (mode.type === 'starting') {
    cancelTimer = clock.setTimer(() => fall(atFirst, 'The store did not answer in time.'), START_MS)
  }

  return {
    standing: () => {
      if ('share' in mode) return { source: 'fallback', reason: mode.reason, processes }
      return { source: 'shared', processes }
    },
    capacity: () => budget.capacity,
    reserved: () => ('share' in mode ? mode.share.reserved : reserved),
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

/** What is taken from the store, as far as the share allows. */
function both(store: StoreLeases, share: FallbackShare): Spending {
  return {
    ...store,
    tokens: () => Math.min(store.tokens(), share.read()),
    leased: () => Math.min(store.leased(), share.read()),
    msUntil: (tokens) => Math.max(store.msUntil(tokens), share.msUntil(tokens)),
    spend: (tokens) => {
      store.spend(tokens)
      share.spend(tokens)
      share.takeSpent() // the store knows
    },
    lease: (request) => {
      const wanted = Math.min(request.wanted, share.read() - request.kept)
      if (wanted >= request.atLeast) store.lease({ ...request, wanted })
    },
    spendTurn: (tokens) => {
      store.spendTurn(tokens)
      share.spendTurn(tokens)
      share.takeSpent()
    },
    lower: (tokens) => {
      store.lower(tokens)
      share.lower(tokens)
    },
    hold: (durationMs) => {
      store.hold(durationMs)
      share.hold(durationMs)
    },
  }
}

/** @param msUntil - When to ask again. */
function nothing(msUntil: () => number): Spending {
  const none = (): void => {}
  const zero = (): number => 0
  return { tokens: zero, leased: zero, msUntil, spend: none, lease: none, spendTurn: none, lower: none, hold: none }
}

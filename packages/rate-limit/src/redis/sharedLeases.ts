import type { Random } from '@sdex/primitives'
import type { LeaseSource } from '../leaseSource.ts'
import type { OpenStore, StoreSession } from './budgetStore.ts'
import type { FallbackShare } from './fallbackShare.ts'
import { createModeSwitch, type ModeSwitch, type SpendingModeOptions } from './spendingMode.ts'
import { createStoreLeases } from './storeLeases.ts'

export type SharedLeasesOptions = SpendingModeOptions & {
  readonly random: Random
  readonly openStore: OpenStore
}

/**
 * Creates leases from a store while it can be reached, and from this process's share while it cannot.
 *
 * @remarks Back from an outage, the store has either gone on counting, then it is told what was spent meanwhile; or it has lost everything and begins
 * with nothing, then what was spent before it began is no concern of it. Processes find it one after the other: until all have told, none takes more
 * than its share of what the store seems to hold.
 */
export function createSharedLeases(options: SharedLeasesOptions, onChange: () => void): LeaseSource {
  const { budget, clock, random } = options
  let processes = 1
  let epoch: string | undefined
  const store = createStoreLeases({
    budget,
    clock,
    random,
    onChange,
    processes: () => processes,
    add: (tokens) => connected.add(tokens),
  })
  const mode = createModeSwitch(options, { store, processes: () => processes, onChange })

  /** Tells the store what it does not know yet. */
  const report = async (tokens: number, from: FallbackShare | undefined): Promise<void> => {
    if (tokens === 0) return mode.told()
    const left = await connected.add(tokens).catch(() => undefined)
    if (left === undefined) return from?.putBack(Math.max(0, -tokens))
    store.told(left)
    mode.told()
  }
  const onUp = (session: StoreSession): void => {
    const isFirst = epoch === undefined
    const isForgotten = !isFirst && session.epoch !== epoch
    epoch = session.epoch
    processes = session.processes
    store.begin(session.tokens, session.tickAtMs)
    const from = mode.found()
    const spent = from?.takeSpent() ?? 0
    const filled = isFirst && session.isNew ? budget.capacity - session.tokens : 0
    void report(isForgotten ? 0 : filled - spent, from)
  }
  const connected = options.openStore({
    onUp,
    onDown: (reason) => mode.lost(store.end(), reason),
    onTokens: store.told,
    onReading: (reading) => {
      processes = reading.processes
      store.told(reading.tokens, reading.tickAtMs)
    },
  })
  mode.start()
  return {
    ...leasesIn(mode, budget),
    standing: () => {
      const now = mode.current()
      if ('share' in now) return { source: 'fallback', reason: now.reason, processes }
      return { source: 'shared', processes }
    },
    close: async () => {
      await store.close()
      await connected.close()
      mode.stop()
    },
  }
}

type Bounds = Pick<FallbackShare, 'capacity' | 'reserved'>

/** Spends from what the mode of the moment says. */
function leasesIn({ current, hold }: ModeSwitch, whole: Bounds): Omit<LeaseSource, 'standing' | 'close'> {
  const bounds = (): Bounds => {
    const mode = current()
    return 'share' in mode ? mode.share : whole
  }
  return {
    capacity: () => bounds().capacity,
    reserved: () => bounds().reserved,
    tokens: () => current().spending.tokens(),
    leased: () => current().spending.leased(),
    msUntil: (tokens) => current().spending.msUntil(tokens),
    spend: (tokens) => current().spending.spend(tokens),
    lease: (request) => current().spending.lease(request),
    spendTurn: (tokens) => current().spending.spendTurn(tokens),
    lower: (tokens) => current().spending.lower(tokens),
    hold,
  }
}

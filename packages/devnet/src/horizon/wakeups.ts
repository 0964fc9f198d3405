import type { Clock } from '@sdex/primitives'

/**
 * When streams and waiting submissions look for news: `immediate` at every close; `horizon` at fixed intervals, if a ledger closed since, as
 * Horizon does, so that several ledgers can come at once.
 */
export type Cadence = 'immediate' | 'horizon'

/** Tells those who wait that a ledger was committed. */
export type Wakeups = {
  /** Calls `wake` after commits, until the returned function is called. */
  subscribe(wake: () => void): () => void
  /** Call after each commit. */
  committed(): void
}

/** Time that waking sleepers takes in one turn of the event loop, so that a thousand of them do not hold it. */
const SLICE_MS = 4

export type WakeupOptions = {
  readonly cadence: Cadence
  readonly clock: Clock
  /** Between two looks, with `horizon`: Horizon's streams take 5 s, a waiting submission takes one. */
  readonly pollMs: number
}

/** Makes wake-ups for one kind of waiting. */
export function createWakeups({ cadence, clock, pollMs }: WakeupOptions): Wakeups {
  return cadence === 'immediate' ? wakeAtOnce() : wakeByPolling(clock, pollMs)
}

function wakeAtOnce(): Wakeups {
  const sleepers = new Set<() => void>()

  /** At least one a turn, however long it takes. The machine's own time counts here, not the network's. */
  const wakeFrom = (queue: readonly (() => void)[], from: number): void => {
    const endMs = performance.now() + SLICE_MS
    let at = from
    do {
      const wake = queue[at]
      if (wake !== undefined && sleepers.has(wake)) wake()
      at += 1
    } while (at < queue.length && performance.now() < endMs)
    if (at < queue.length) setImmediate(wakeFrom, queue, at)
  }
  return {
    subscribe: (wake) => {
      sleepers.add(wake)
      return () => sleepers.delete(wake)
    },
    committed: () => {
      if (sleepers.size > 0) setImmediate(wakeFrom, [...sleepers], 0)
    },
  }
}

function wakeByPolling(clock: Clock, pollMs: number): Wakeups {
  let commits = 0
  return {
    subscribe: (wake) => {
      let seen = commits
      const poll = (): void => {
        cancel = clock.setTimer(poll, pollMs)
        if (commits === seen) return
        seen = commits
        wake()
      }
      let cancel = clock.setTimer(poll, pollMs)
      return () => cancel()
    },
    committed: () => {
      commits += 1
    },
  }
}

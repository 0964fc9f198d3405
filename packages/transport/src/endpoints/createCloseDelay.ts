import type { Clock } from '@sdex/primitives'

/** How much later than its close time a ledger is told here, by the local clock. */
export type CloseDelay = {
  /** The least of the ledgers of late, in milliseconds; `undefined` before the first. */
  readonly leastMs: number | undefined
  /** Call when a ledger is told. */
  add(closedAtMs: number): void
}

/** Ledgers looked back upon: close times are whole seconds, so that one ledger tells little. */
const LEDGER_COUNT = 32

export function createCloseDelay(clock: Clock): CloseDelay {
  const delaysMs: number[] = []
  return {
    get leastMs() {
      return delaysMs.length === 0 ? undefined : Math.min(...delaysMs)
    },
    add: (closedAtMs) => {
      delaysMs.push(clock.now() - closedAtMs)
      if (delaysMs.length > LEDGER_COUNT) delaysMs.shift()
    },
  }
}

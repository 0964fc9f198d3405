import type { Clock } from '@sdex/primitives'
import type { History } from '../history/createHistory.ts'
import type { TransactionRow } from '../history/rows.ts'
import type { Wakeups } from './wakeups.ts'

/** Waits for transactions to be in a ledger. */
export type Settlements = {
  /** The transaction once history has it; undefined after 30 s, or when the signal fires. */
  wait(hash: string, signal: AbortSignal): Promise<TransactionRow | undefined>
}

/** Horizon's limit on a synchronous submission. */
const TIMEOUT_MS = 30_000

/** Makes settlements that look into history at each wake-up. */
export function createSettlements(options: {
  readonly history: History
  readonly wakeups: Wakeups
  readonly clock: Clock
}): Settlements {
  const { history, wakeups, clock } = options
  return {
    wait: (hash, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve(undefined)
        const end = (row: TransactionRow | undefined): void => {
          cancelTimer()
          unsubscribe()
          signal.removeEventListener('abort', giveUp)
          resolve(row)
        }
        const giveUp = (): void => end(undefined)
        const unsubscribe = wakeups.subscribe(() => {
          const row = history.transaction(hash)
          if (row !== undefined) end(row)
        })
        const cancelTimer = clock.setTimer(giveUp, TIMEOUT_MS)
        signal.addEventListener('abort', giveUp, { once: true })
      }),
  }
}

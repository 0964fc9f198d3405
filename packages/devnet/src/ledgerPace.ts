import type { Clock } from '@sdex/primitives'
import { type LedgerTimer, startLedgerTimer } from './ledgerTimer.ts'

/** What closes ledgers by itself, and what holds it up or drives it on. */
export type LedgerPace = {
  /** While stalled, no timer closes a ledger. */
  setStalled(isStalled: boolean): void
  /** Closes ledgers this often as well; undefined: no longer. */
  setHurry(everyMs: number | undefined): void
  stop(): void
}

/** Starts to close ledgers, unless that is done by hand. */
export function startLedgerPace(options: {
  readonly clock: Clock
  readonly ledgerMs: number | 'manual'
  readonly close: () => void
}): LedgerPace {
  const { clock, ledgerMs } = options
  let isStalled = false
  const tick = (): void => {
    if (!isStalled) options.close()
  }
  const timer = ledgerMs === 'manual' ? undefined : startLedgerTimer({ clock, intervalMs: ledgerMs, tick })
  let hurry: LedgerTimer | undefined
  const setHurry = (everyMs: number | undefined): void => {
    hurry?.stop()
    hurry = everyMs === undefined ? undefined : startLedgerTimer({ clock, intervalMs: everyMs, tick })
  }
  return {
    setStalled: (stalled) => {
      isStalled = stalled
    },
    setHurry,
    stop: () => {
      timer?.stop()
      setHurry(undefined)
    },
  }
}

import type { Clock } from '@sdex/primitives'
import { type LedgerTimer, startLedgerTimer } from './ledgerTimer.ts'

/** What closes ledgers by itself, and what holds it up or drives it on. */
export type LedgerPace = {
  /** Whether ledgers close by themselves. */
  readonly isRunning: boolean
  /** Stopped, no timer closes a ledger. */
  setRunning(isRunning: boolean): void
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
  let [isStalled, isRunning] = [false, true]
  const tick = (): void => {
    if (isRunning && !isStalled) options.close()
  }
  const timer = ledgerMs === 'manual' ? undefined : startLedgerTimer({ clock, intervalMs: ledgerMs, tick })
  let hurry: LedgerTimer | undefined
  const setHurry = (everyMs: number | undefined): void => {
    hurry?.stop()
    hurry = everyMs === undefined ? undefined : startLedgerTimer({ clock, intervalMs: everyMs, tick })
  }
  return {
    get isRunning() {
      return timer !== undefined && isRunning
    },
    setRunning: (running) => {
      isRunning = running
    },
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

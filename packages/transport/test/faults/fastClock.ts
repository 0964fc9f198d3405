import type { Clock } from '@sdex/primitives'

/** Twenty seconds of it are one of the machine's: a ledger of 4 s takes 200 ms, and a minute of silence three seconds. */
const SPEED = 20

/** A clock that client and network share, so that timeouts, ledgers and time bounds keep their proportions. */
export function createFastClock(): Clock {
  const [startMs, zeroMs] = [Date.now(), performance.now()]
  return {
    now: () => Math.floor(startMs + (performance.now() - zeroMs) * SPEED),
    setTimer: (run, delayMs) => {
      if (delayMs === Number.POSITIVE_INFINITY) return () => {}
      const timer = setTimeout(run, delayMs / SPEED)
      return () => clearTimeout(timer)
    },
  }
}

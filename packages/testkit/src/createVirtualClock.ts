import type { Clock } from '@sdex/primitives'

/** Time that passes only when a test says so. */
export type VirtualClock = Clock & {
  /**
   * Lets time pass: runs the timers that fall due, in order of their time and, at the same time, of their setting; timers that these
   * set count too. Before, between and after them every promise that can settle does.
   *
   * @returns When the time has come and nothing is left to settle. Rejects with what a timer throws.
   */
  advance(ms: number): Promise<void>
  /** Timers that wait; 0 proves that nothing was left behind. */
  readonly timerCount: number
}

type Timer = { readonly atMs: number; readonly run: () => void }

/** Held before a test can replace it by a fake. */
const { setImmediate: nextTurn } = globalThis

/**
 * Makes a clock that stands still.
 *
 * @param startMs - Its time, in milliseconds since 1970. Default 0.
 * @example
 * ```ts
 * const clock = createVirtualClock()
 * const slept = sleep(clock, 60_000)
 * await clock.advance(60_000)
 * await slept
 * ```
 */
export function createVirtualClock(startMs = 0): VirtualClock {
  const timers = new Set<Timer>() // in the order of their setting
  let nowMs = startMs

  const nextDue = (untilMs: number): Timer | undefined => {
    let next: Timer | undefined
    for (const timer of timers) {
      if (timer.atMs <= untilMs && (next === undefined || timer.atMs < next.atMs)) next = timer
    }
    return next
  }
  const advance = async (ms: number): Promise<void> => {
    const untilMs = nowMs + ms
    await settle()
    for (let timer = nextDue(untilMs); timer !== undefined; timer = nextDue(untilMs)) {
      timers.delete(timer)
      nowMs = Math.max(nowMs, timer.atMs)
      timer.run()
      await settle()
    }
    nowMs = Math.max(nowMs, untilMs)
  }
  return {
    now: () => nowMs,
    setTimer: (run, delayMs) => {
      const timer = { atMs: nowMs + Math.max(0, delayMs), run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance,
    get timerCount() {
      return timers.size
    },
  }
}

/** A turn of the event loop ends when all promises that can settle, however long their chains, have. */
function settle(): Promise<void> {
  return new Promise((resolve) => nextTurn(resolve))
}

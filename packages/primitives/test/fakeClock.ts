import type { Clock } from '../src/index.ts'

/** A clock that stands still until it is told the time, and knows how many timers are armed. */
export type FakeClock = Clock & { readonly armed: () => number; advance(ms: number): void }

export function createFakeClock(): FakeClock {
  const timers = new Set<{ readonly atMs: number; readonly run: () => void }>()
  let nowMs = 0
  return {
    now: () => nowMs,
    setTimer: (run, delayMs) => {
      const timer = { atMs: nowMs + delayMs, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    armed: () => timers.size,
    advance: (ms) => {
      nowMs += ms
      for (const timer of timers) if (timer.atMs <= nowMs && timers.delete(timer)) timer.run()
    },
  }
}

import type { Clock } from '@sdex/primitives'

/** What a store holds, as this process knows it: what was last told, and what came back since. */
export type StoreLevel = {
  /** Tokens that it holds now; below nothing while a server's pause is owed. */
  read(): number
  /** Tells what it holds now, or held when a token came back; all others come back whole intervals from that. */
  set(tokens: number, tickAtMs?: number): void
  /** Until it holds that many, in ms; 0 when it does. */
  msUntil(tokens: number): number
}

/** Creates the level of a store that is taken for empty until it tells. */
export function createStoreLevel(capacity: number, tokenMs: number, clock: Clock): StoreLevel {
  let phaseMs = clock.now()
  let known = 0
  let knownTick = 0
  const tick = (): number => {
    const now = Math.floor((clock.now() - phaseMs) / tokenMs)
    knownTick = Math.min(knownTick, now) // a clock that was set back must not stop the budget until it catches up
    return now
  }
  const read = (): number => {
    const now = tick()
    return Math.min(Math.max(capacity, known), known + now - knownTick)
  }
  return {
    read,
    set: (tokens, tickAtMs) => {
      known = tokens
      if (tickAtMs === undefined) knownTick = tick()
      else [phaseMs, knownTick] = [tickAtMs, 0]
    },
    msUntil: (tokens) => {
      const missing = tokens - read()
      if (missing <= 0) return 0
      return Math.max(1, Math.ceil(phaseMs + (tick() + missing) * tokenMs - clock.now()))
    },
  }
}

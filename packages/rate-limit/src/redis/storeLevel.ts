import type { Clock } from '@sdex/primitives'

/** What a store holds, as this process knows it: what was last told, and what came back since. */
export type StoreLevel = {
  /** Tokens that it holds now; below nothing while a server's pause is owed. */
  read(): number
  /** Tells a time at which a token came back; all others are whole intervals from it. */
  tickAt(atMs: number): void
  /** Tells what it holds now. */
  set(tokens: number): void
  /** Until it holds that many, in ms; 0 when it does. */
  msUntil(tokens: number): number
}

/** Creates the level of a store that is taken for empty until it tells. */
export function createStoreLevel(capacity: number, tokenMs: number, clock: Clock): StoreLevel {
  let phaseMs = clock.now()
  let known = 0
  let knownTick = 0
  const tick = (): number => Math.floor((clock.now() - phaseMs) / tokenMs)
  const read = (): number => Math.min(Math.max(capacity, known), known + Math.max(0, tick() - knownTick))
  const set = (tokens: number): void => {
    known = tokens
    knownTick = tick()
  }
  return {
    read,
    set,
    tickAt: (atMs) => {
      const tokens = read()
      phaseMs = atMs
      set(tokens)
    },
    msUntil: (tokens) => {
      const missing = tokens - read()
      if (missing <= 0) return 0
      return Math.max(1, Math.ceil(phaseMs + (tick() + missing) * tokenMs - clock.now()))
    },
  }
}

import type { Clock } from '@sdex/primitives'

/** What a store holds, as this process knows it: what was last told, and what came back since. */
export type StoreLevel = {
  /** Below nothing while a server's pause is owed. */
  read(): number
  /** Sets when tokens come back. */
  tickAt(atMs: number): void
  set(tokens: number): void
  msUntil(tokens: number): number
}

/** An empty one. */
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

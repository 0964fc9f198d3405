import type { Clock } from '@sdex/primitives'

/** A bucket that fills with time, in whole tokens. */
export type Bucket = {
  /** Tokens it holds at most. */
  readonly capacity: number
  /** Time in which a token comes back, in ms. */
  readonly tokenMs: number
  /** Time for which a full bucket does not fill once something is spent, in ms; a nearly full one waits for what is left of it. */
  readonly marginMs: number
}

/** The estimate of what a server would still answer, on the clock port. */
export type TokenLevel = {
  /** Tokens that can be spent now, from 0 to the capacity. */
  read(): number
  /** Spends tokens, which must be there. */
  spend(tokens: number): void
  /** Spends what a server took by itself; what is lacking of it is forgotten. */
  spendTurn(tokens: number): void
  /** Until there are that many, at most the capacity, in ms; 0 when there are. */
  msUntil(tokens: number): number
  /** Leaves at most so many. */
  lower(tokens: number): void
  /** Leaves none, and lets the next one come no sooner than in `durationMs`. */
  hold(durationMs: number): void
}

/**
 * Creates a full bucket: a server that has not answered yet is taken to be at rest.
 *
 * @remarks Horizon limits by GCRA (its httpx/rate_limiter.go over github.com/stellar/throttled), which admits exactly what a bucket of burst + 1
 * tokens does: ITU-T recommendation I.371 describes it both ways, as equivalent. The server's bucket begins to fill when a request arrives. If that one
 * travelled slowly and the next is quick, the server sees them closer together than they were sent: with a margin of the largest difference,
 * what is sent within the margin and any time t is at most burst + 1 and what comes back within t.
 */
export function createTokenLevel({ capacity, tokenMs, marginMs }: Bucket, clock: Clock): TokenLevel {
  let startMs = clock.now()
  let level = capacity
  let lastMs = 0
  /** When the token that comes next began to come. Times count from the start, where a double resolves the shortest `tokenMs`. */
  let sinceMs = 0
  /** When a turn last took what the estimate lacked. */
  let lackedMs = Number.NEGATIVE_INFINITY

  const refresh = (): void => {
    const nowMs = clock.now()
    startMs = Math.min(startMs, nowMs - lastMs) // a clock that was set back must not stop the budget until it catches up
    lastMs = nowMs - startMs
    const due = Math.floor((lastMs - sinceMs) / tokenMs)
    if (level === capacity || due <= 0) return
    level = Math.min(capacity, level + due)
    sinceMs += due * tokenMs
  }
  const read = (): number => {
    refresh()
    return level
  }
  const spend = (tokens: number): void => {
    refresh()
    sinceMs = Math.max(sinceMs, lastMs + marginMs - (capacity - level) * tokenMs)
    level -= tokens
  }
  return {
    read,
    spend,
    spendTurn: (tokens) => {
      if (tokens <= read()) return spend(tokens)
      level = 0
      // The server had what the estimate lacks, a part of a token: so that part counts as spent. Not of each token, though: of turns that come faster
      // than tokens the server refuses some, and submissions have to get through.
      if (lastMs - lackedMs < 2 * tokenMs) return
      lackedMs = lastMs
      sinceMs = Math.max(sinceMs, lastMs)
    },
    msUntil: (tokens) => {
      const missing = tokens - read()
      return missing <= 0 ? 0 : Math.ceil(sinceMs + missing * tokenMs - lastMs)
    },
    lower: (tokens) => {
      if (read() <= tokens) return
      level = Math.max(0, tokens)
      sinceMs = lastMs
    },
    hold: (durationMs) => {
      refresh()
      const nextMs = lastMs + durationMs
      if (level === 0 && sinceMs + tokenMs >= nextMs) return
      level = 0
      sinceMs = nextMs - tokenMs
    },
  }
}

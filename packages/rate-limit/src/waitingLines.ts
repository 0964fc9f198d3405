import { createRequestQueue, priorities, type RequestQueue, type Waiting } from './requestQueue.ts'
import type { RequestPriority } from './types.ts'

/** A request that waits for tokens and, where it was asked for with work to run, for a permit. */
export type Candidate = Waiting & { readonly needsPermit: boolean }

/**
 * Who waits for tokens alone, and who for tokens and a permit. While no permit is free, those who need one are passed by the others: work that takes
 * long must not keep anyone from tokens.
 */
export type WaitingLines = {
  add(candidate: Candidate): () => void
  /** Whose turn it is among those who can be granted as far as permits go. */
  first(): Candidate | undefined
  /** Whether a request that arrives now has to wait, tokens aside. */
  isBehind(priority: RequestPriority, needsPermit: boolean): boolean
  count(priority: RequestPriority): number
  /** How many of this caller wait in a priority, and how many callers do. */
  crowd(priority: RequestPriority, caller: string): { readonly ofCaller: number; readonly callers: number }
  /** Tokens for all who share the claim of the first one: submissions, or reads of any kind. */
  demand(): number
  /** All who wait, one after the other; each has to leave before the next is read. */
  all(): Generator<Candidate>
  /** Permits in use. */
  running(): number
  takePermit(): void
  releasePermit(): void
}

/**
 * Creates lines in which nobody waits.
 *
 * @param maxConcurrent - Permits there are.
 */
export function createWaitingLines(maxConcurrent: number): WaitingLines {
  const plain = createRequestQueue<Candidate>()
  const permitted = createRequestQueue<Candidate>()
  const arrivals = new WeakMap<Waiting, number>()
  let arrived = 0
  let inUse = 0
  const free = (): number => maxConcurrent - inUse

  const add = (candidate: Candidate): (() => void) => {
    arrived += 1
    if (maxConcurrent !== Number.POSITIVE_INFINITY) arrivals.set(candidate, arrived)
    return (candidate.needsPermit ? permitted : plain).add(candidate)
  }
  const isEarlier = (a: Waiting, b: Waiting): boolean => {
    const urgency = priorities.indexOf(a.priority) - priorities.indexOf(b.priority)
    return urgency < 0 || (urgency === 0 && (arrivals.get(a) ?? 0) < (arrivals.get(b) ?? 0))
  }
  const first = (): Candidate | undefined => {
    const one = plain.first()
    const other = free() > 0 ? permitted.first() : undefined
    if (other && (!one || isEarlier(other, one))) return other
    return one
  }
  const weightOf = (priority: RequestPriority): number =>
    plain.weight(priority) + Math.min(permitted.weight(priority), free())

  return {
    add,
    first,
    isBehind: (priority, needsPermit) =>
      (needsPermit && free() <= 0) || plain.hasBefore(priority) || (free() > 0 && permitted.hasBefore(priority)),
    count: (priority) => plain.count(priority) + permitted.count(priority),
    crowd: (priority, caller) => ({
      ofCaller: plain.countOf(priority, caller) + permitted.countOf(priority, caller),
      callers: countEither(plain.callers(priority), permitted.callers(priority)),
    }),
    demand: () => {
      const next = first()
      if (next === undefined) return 0
      const claim = next.priority === 'submission' ? ['submission' as const] : priorities.slice(1)
      return Math.max(
        next.weight,
        claim.map(weightOf).reduce((a, b) => a + b),
      )
    },
    all: function* () {
      for (let next = plain.first() ?? permitted.first(); next; next = plain.first() ?? permitted.first()) yield next
    },
    running: () => inUse,
    takePermit: () => {
      inUse += 1
    },
    releasePermit: () => {
      inUse -= 1
    },
  }
}

type Names = ReturnType<RequestQueue['callers']>

/** A caller may wait for tokens alone and for a permit too, and is one. */
function countEither(a: Names, b: Names): number {
  let count = a.size
  for (const name of b.keys()) if (!a.has(name)) count += 1
  return count
}

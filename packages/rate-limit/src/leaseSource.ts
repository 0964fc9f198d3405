import type { RateLimiterState, RequestPriority } from './types.ts'

/** What is asked for with a lease. */
export type LeaseRequest = {
  /** Tokens for all who wait with the same claim; 0 for a batch in advance. */
  readonly wanted: number
  /** Fewer than that are of no use: what the first of them costs. */
  readonly atLeast: number
  /** Tokens that the lease has to leave alone. */
  readonly reserve: number
}

/**
 * Port: the authority on the budget. Tokens are leased from it a batch at a time and granted from memory. Bottleneck in this process is one; a
 * store that several processes share takes its place.
 */
export type LeaseSource = {
  /** Where the budget is kept now, and by how many. */
  standing(): Pick<RateLimiterState, 'source' | 'reason' | 'processes'>
  /** The most tokens there can be as things are: the share of this process while a store is away. */
  capacity(): number
  /** Tokens that only submissions may spend. */
  reserved(): number
  /** Tokens that can be spent now, on lease or not; an estimate where others spend too. */
  tokens(): number
  /** The part of them that is on lease. */
  leased(): number
  /** Until there are that many tokens, at most the capacity, in ms; 0 when there are. */
  msUntil(tokens: number): number
  /** Spends tokens that are on lease. */
  spend(tokens: number): void
  /** Asks for a lease, unless enough is on lease or one is on its way. */
  lease(request: LeaseRequest): void
  /** Counts tokens that a server took by itself. */
  spendTurn(tokens: number): void
  /** Lowers the estimate to at most `tokens`. */
  lower(tokens: number): void
  /** Lowers the estimate to nothing for `durationMs`. */
  hold(durationMs: number): void
  close(): Promise<void>
}

/**
 * Makes a source. `onChange` is told when a lease has come, or what can be spent has changed in another way than by time; it may be told before
 * this returns.
 */
export type OpenLeaseSource = (onChange: () => void) => LeaseSource

/** Returns the tokens that a request has to leave alone: the share of submissions, unless it is one. */
export function reserveFor(priority: RequestPriority, { reserved }: Pick<LeaseSource, 'reserved'>): number {
  return priority === 'submission' ? 0 : reserved()
}

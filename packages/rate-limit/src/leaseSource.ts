/**
 * Port: the authority on the budget. Tokens are leased from it a batch at a time and granted from memory. Bottleneck in this process is one; a
 * store that several processes share takes its place.
 */
export type LeaseSource = {
  /** Tokens that can be spent now, on lease or not; an estimate where others spend too. */
  tokens(): number
  /** The part of them that is on lease. */
  leased(): number
  /** Until there are that many tokens, in ms. */
  msUntil(tokens: number): number
  /** Spends tokens that are on lease. */
  spend(tokens: number): void
  /** Asks for a lease so that `wanted` tokens and never less than a batch are on lease, unless they are or one is on its way. */
  lease(wanted: number): void
  /** Lowers the estimate to at most `tokens`. */
  lower(tokens: number): void
  /** Lowers the estimate to nothing for `durationMs`. */
  hold(durationMs: number): void
  close(): Promise<void>
}

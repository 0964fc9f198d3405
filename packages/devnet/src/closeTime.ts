/**
 * The close time of the next ledger, in whole Unix seconds, as in core.
 *
 * On a timer of a second or longer, times rise even when the clock stands still. Shorter ledgers, and those closed by hand, follow the clock and may
 * share a second: rising times would run ahead of it without end.
 */
export function nextCloseTime(args: {
  readonly isRising: boolean
  readonly lastCloseTime: number
  readonly nowMs: number
}): number {
  return Math.max(args.lastCloseTime + (args.isRising ? 1 : 0), Math.floor(args.nowMs / 1000))
}

/** One comparison, as `npm run bench` collects them. */
export type BenchRow = {
  readonly bench: string
  readonly metric: string
  readonly unit: string
  readonly ours: number
  /** What `theirs` is. */
  readonly against: string
  readonly theirs: number
  readonly ratio: number
  readonly bar: number
  readonly ok: boolean
}

/** A figure that stands alone, against the least or the most that it may be. */
export function figure(args: {
  readonly metric: string
  readonly unit: string
  readonly ours: number
  readonly bar: number
  readonly is: 'at least' | 'at most' | 'below'
}): BenchRow {
  const { metric, unit, ours, bar, is } = args
  const ok = is === 'at least' ? ours >= bar : is === 'at most' ? ours <= bar : ours < bar
  const ratio = bar === 0 ? (ours === 0 ? 1 : Number.MAX_VALUE) : ours / bar
  return { bench: 'rate-limit', metric, unit, ours, against: `${is} the bar`, theirs: bar, ratio, bar, ok }
}

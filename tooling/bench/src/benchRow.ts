/** One comparison. Where a figure stands alone, `theirs` is the bar and `ratio` is ours over it. */
export type BenchRow = {
  readonly bench: string
  readonly metric: string
  readonly unit: string
  readonly ours: number
  /** What `theirs` is. */
  readonly against: string
  readonly theirs: number
  readonly ratio: number
  /** The ratio or figure that the project holds itself to. */
  readonly bar: number
  readonly ok: boolean
}

/** Reads what a bench file printed: a JSON array of rows; undefined when it is none. */
export function parseRows(text: string): readonly BenchRow[] | undefined {
  try {
    const rows: unknown = JSON.parse(text)
    return Array.isArray(rows) && rows.every(isRow) ? rows : undefined
  } catch {
    return undefined
  }
}

function isRow(value: unknown): value is BenchRow {
  if (typeof value !== 'object' || value === null) return false
  const row: Partial<Record<keyof BenchRow, unknown>> = value
  const texts = [row.bench, row.metric, row.unit, row.against]
  const numbers = [row.ours, row.theirs, row.ratio, row.bar]
  return (
    texts.every((text) => typeof text === 'string') &&
    numbers.every((number) => typeof number === 'number') &&
    typeof row.ok === 'boolean'
  )
}

/** A row for people. */
export function describeRow({ bench, metric, unit, ours, against, theirs, ratio, bar, ok }: BenchRow): string {
  const number = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 4 })
  return `${ok ? 'ok  ' : 'FAIL'}  ${bench}: ${metric}: ${number(ours)} ${unit}, ${against} ${number(theirs)}: ${number(ratio)} (bar ${number(bar)})`
}

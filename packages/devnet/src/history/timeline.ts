/** A row of history. Positions rise from row to row. */
export type Positioned = { readonly position: bigint }

/** Which rows to read: those after the cursor (`asc`) or before it (`desc`), nearest first. */
export type TimelineQuery<Row> = {
  readonly cursor: bigint
  readonly order: 'asc' | 'desc'
  readonly limit: number
  /** Only rows at these positions, both included. */
  readonly within?: { readonly first: bigint; readonly last: bigint } | undefined
  readonly where?: ((row: Row) => boolean) | undefined
}

/** Rows in order of time: added at the end, dropped at the front, found by position. */
export type Timeline<Row extends Positioned> = {
  readonly size: number
  append(row: Row): void
  /** Drops every row up to and including a position, and returns them. */
  dropThrough(position: bigint): readonly Row[]
  read(query: TimelineQuery<Row>): Row[]
}

/** Makes an empty timeline. */
export function createTimeline<Row extends Positioned>(): Timeline<Row> {
  let rows: Row[] = []
  /** Rows before this index are dropped; the array is cut only when they are the larger part, so dropping stays cheap. */
  let start = 0

  /** The index of the first row after a position. */
  const firstAfter = (position: bigint): number => {
    let [low, high] = [start, rows.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((rows[middle] as Row).position <= position) low = middle + 1
      else high = middle
    }
    return low
  }
  const dropThrough = (position: bigint): readonly Row[] => {
    const end = firstAfter(position)
    const dropped = rows.slice(start, end)
    start = end
    if (start * 2 > rows.length) {
      rows = rows.slice(start)
      start = 0
    }
    return dropped
  }
  const read = ({ cursor, order, limit, within, where }: TimelineQuery<Row>): Row[] => {
    const low = within === undefined ? start : firstAfter(within.first - 1n)
    const high = within === undefined ? rows.length : firstAfter(within.last)
    const isAscending = order === 'asc'
    const found: Row[] = []
    let at = isAscending ? Math.max(firstAfter(cursor), low) : Math.min(firstAfter(cursor - 1n), high) - 1
    for (; at >= low && at < high && found.length < limit; at += isAscending ? 1 : -1) {
      const row = rows[at] as Row
      if (where === undefined || where(row)) found.push(row)
    }
    return found
  }
  return {
    get size() {
      return rows.length - start
    },
    append: (row) => {
      rows.push(row)
    },
    dropThrough,
    read,
  }
}

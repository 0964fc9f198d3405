import { createTimeline, type Positioned, type Timeline } from './timeline.ts'

/** A timeline that also keeps one per key, so that the rows of one account or market are read without a scan. */
export type IndexedTimeline<Row extends Positioned> = {
  readonly all: Timeline<Row>
  /** The rows under a key; undefined when none is left. */
  of(key: string): Timeline<Row> | undefined
  append(row: Row): void
  /** Drops every row up to and including a position. */
  dropThrough(position: bigint): void
}

/**
 * Makes an empty one.
 *
 * @param keysOf - The keys that a row is kept under: the same each time it is asked for a row.
 */
export function createIndexedTimeline<Row extends Positioned>(
  keysOf: (row: Row) => Iterable<string>,
): IndexedTimeline<Row> {
  const all = createTimeline<Row>()
  const byKey = new Map<string, Timeline<Row>>()

  const append = (row: Row): void => {
    all.append(row)
    for (const key of keysOf(row)) {
      const rows = byKey.get(key) ?? createTimeline<Row>()
      rows.append(row)
      byKey.set(key, rows)
    }
  }
  const dropThrough = (position: bigint): void => {
    const keys = new Set(all.dropThrough(position).flatMap((row) => [...keysOf(row)]))
    for (const key of keys) {
      const rows = byKey.get(key)
      rows?.dropThrough(position)
      if (rows?.size === 0) byKey.delete(key)
    }
  }
  return { all, of: (key) => byKey.get(key), append, dropThrough }
}

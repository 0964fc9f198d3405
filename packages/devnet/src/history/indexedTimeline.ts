import { createTimeline, type Positioned, type Timeline } from './timeline.ts'

/** A timeline that also keeps one per key, so that the rows of one account or market are read without a scan. */
export type IndexedTimeline<Row extends Positioned> = {
  readonly all: Timeline<Row>
  /** The rows under a key; undefined when none is left. */
  of(key: string): Timeline<Row> | undefined
  append(row: Row): void
  /** Drops every row up to and including a position. */
  dropThrough(position: bigint): void
  /** Puts what was appended under its keys, which is otherwise done once somebody asks for a key. */
  list(): void
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
  /** Most keys have one row ever, such as an offer that was taken at once: it stands for itself. */
  const byKey = new Map<string, Timeline<Row> | Row>()
  let unlisted: Row[] = []

  const put = (key: string, row: Row): void => {
    const there = byKey.get(key)
    if (there === undefined) byKey.set(key, row)
    else if (isTimeline(there)) there.append(row)
    else byKey.set(key, timelineOf([there, row]))
  }
  const list = (): void => {
    const rows = unlisted
    unlisted = []
    for (const row of rows) for (const key of keysOf(row)) put(key, row)
  }
  const drop = (key: string, position: bigint): void => {
    const there = byKey.get(key)
    if (there === undefined) return
    if (isTimeline(there)) there.dropThrough(position)
    if (isTimeline(there) ? there.size === 0 : there.position <= position) byKey.delete(key)
  }
  return {
    all,
    of: (key) => {
      list()
      const there = byKey.get(key)
      return there === undefined || isTimeline(there) ? there : timelineOf([there])
    },
    append: (row) => {
      all.append(row)
      unlisted.push(row)
    },
    dropThrough: (position) => {
      list()
      for (const row of all.dropThrough(position)) for (const key of keysOf(row)) drop(key, position)
    },
    list,
  }
}

function isTimeline<Row extends Positioned>(there: Timeline<Row> | Row): there is Timeline<Row> {
  return 'append' in there
}

function timelineOf<Row extends Positioned>(rows: readonly Row[]): Timeline<Row> {
  const timeline = createTimeline<Row>()
  for (const row of rows) timeline.append(row)
  return timeline
}

import type { Positioned, Timeline, TimelineQuery } from './timeline.ts'

const CHUNK = 32

/** The rows of a timeline one after the other, from the cursor on, without reading more of them than are taken. */
export function* walk<Row extends Positioned>(
  rows: Timeline<Row> | undefined,
  query: Omit<TimelineQuery<Row>, 'limit'>,
): Generator<Row> {
  let { cursor } = query
  while (rows !== undefined) {
    const chunk = rows.read({ ...query, cursor, limit: CHUNK })
    yield* chunk
    const last = chunk[CHUNK - 1]
    if (last === undefined) return
    cursor = last.position
  }
}

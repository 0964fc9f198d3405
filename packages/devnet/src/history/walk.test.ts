import { expect, test } from 'vitest'
import { createTimeline, type TimelineQuery } from './timeline.ts'
import { walk } from './walk.ts'

function countingTimeline(size: number) {
  const timeline = createTimeline()
  for (let at = 1; at <= size; at += 1) timeline.append({ position: BigInt(at) })
  let read = 0
  return {
    ...timeline,
    read: (query: TimelineQuery<{ readonly position: bigint }>) => {
      const rows = timeline.read(query)
      read += rows.length
      return rows
    },
    rowsRead: () => read,
  }
}

test('behavior: walks through all rows in both directions, however many there are', () => {
  const timeline = countingTimeline(100)
  const up = [...walk(timeline, { cursor: 10n, order: 'asc' })].map(({ position }) => Number(position))
  expect(up).toEqual(Array.from({ length: 90 }, (_, at) => at + 11))
  const down = [...walk(timeline, { cursor: 91n, order: 'desc' })].map(({ position }) => Number(position))
  expect(down).toEqual(up.map((position) => position - 10).toReversed())
})

test('behavior: reads only little ahead of what is taken', () => {
  const timeline = countingTimeline(1_000)
  for (const { position } of walk(timeline, { cursor: 0n, order: 'asc' })) if (position === 5n) break
  expect(timeline.rowsRead()).toBeLessThan(50)
})

test('behavior: there is nothing to walk through where there are no rows', () => {
  expect([...walk(undefined, { cursor: 0n, order: 'asc' })]).toEqual([])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTimeline } from './timeline.ts'

const positions = (rows: readonly { readonly position: bigint }[]): number[] =>
  rows.map(({ position }) => Number(position))

test('behavior: reads away from the cursor, in both directions', () => {
  const timeline = createTimeline()
  for (const position of [2n, 4n, 6n, 8n]) timeline.append({ position })
  expect(positions(timeline.read({ cursor: 4n, order: 'asc', limit: 10 }))).toEqual([6, 8])
  expect(positions(timeline.read({ cursor: 6n, order: 'desc', limit: 10 }))).toEqual([4, 2])
  expect(positions(timeline.read({ cursor: 5n, order: 'desc', limit: 1 }))).toEqual([4])
})

test('property: a page is what filtering, sorting and cutting all rows gives, also after rows were dropped', () => {
  const position = fc.bigInt(0n, 60n)
  fc.assert(
    fc.property(
      fc.uniqueArray(position, { maxLength: 40 }),
      fc.array(position, { maxLength: 4 }),
      fc.record({
        cursor: position,
        order: fc.constantFrom('asc' as const, 'desc' as const),
        limit: fc.integer({ min: 1, max: 20 }),
        within: fc.option(fc.record({ first: position, last: position }), { nil: undefined }),
      }),
      (all, drops, query) => {
        const timeline = createTimeline()
        const sorted = [...all].sort((a, b) => Number(a - b))
        for (const each of sorted) timeline.append({ position: each })
        for (const drop of drops) timeline.dropThrough(drop)
        const left = sorted.filter((each) => drops.every((drop) => each > drop))
        const { cursor, order, limit, within } = query
        const inside = left.filter((each) => within === undefined || (each >= within.first && each <= within.last))
        const rest =
          order === 'asc' ? inside.filter((each) => each > cursor) : inside.filter((each) => each < cursor).reverse()
        expect(timeline.size).toBe(left.length)
        expect(positions(timeline.read(query))).toEqual(rest.slice(0, limit).map(Number))
      },
    ),
  )
})

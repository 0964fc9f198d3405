import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createIndexedTimeline } from './indexedTimeline.ts'

type Row = { readonly position: bigint; readonly keys: readonly string[] }

const KEYS = ['a', 'b', 'c', 'd']
const row = fc.record({ type: fc.constant('row'), keys: fc.subarray(KEYS) } as const)
const drop = fc.record({ type: fc.constant('drop'), back: fc.integer({ min: 0, max: 12 }) } as const)
const list = fc.constant({ type: 'list' } as const)
const look = fc.record({ type: fc.constant('look'), key: fc.constantFrom(...KEYS) } as const)

test('property: under a key are the rows of that key that were not dropped, whether or not they were listed before', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(row, row, drop, list, look), { maxLength: 60 }), (steps) => {
      const timeline = createIndexedTimeline<Row>(({ keys }) => keys)
      let [rows, last]: [Row[], bigint] = [[], 0n]
      const underKey = (key: string): readonly Row[] =>
        timeline.of(key)?.read({ cursor: 0n, order: 'asc', limit: 100 }) ?? []
      for (const step of steps) {
        if (step.type === 'row') {
          last += 1n
          const added = { position: last, keys: step.keys }
          timeline.append(added)
          rows.push(added)
        } else if (step.type === 'drop') {
          const through = last - BigInt(step.back)
          timeline.dropThrough(through)
          rows = rows.filter(({ position }) => position > through)
        } else if (step.type === 'list') timeline.list()
        else expect(underKey(step.key)).toEqual(rows.filter(({ keys }) => keys.includes(step.key)))
      }
      for (const key of KEYS) {
        const expected = rows.filter(({ keys }) => keys.includes(key))
        expect(underKey(key)).toEqual(expected)
        expect(timeline.of(key)?.size).toBe(expected.length === 0 ? undefined : expected.length)
      }
      expect(timeline.all.size).toBe(rows.length)
    }),
  )
})

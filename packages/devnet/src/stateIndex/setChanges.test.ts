import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptySet, itemsOf, put, remove, type SortedSet, type Sorting } from '../ledger/sortedSet.ts'
import { setChanges } from './setChanges.ts'

type Item = { readonly key: number; readonly value: number }
const byKey: Sorting<Item, number> = { keyOf: ({ key }) => key, compare: (a, b) => a - b }

const anyWrites = fc.array(fc.record({ key: fc.nat(400), value: fc.nat(3), isThere: fc.boolean() }), { maxLength: 300 })

function write(set: SortedSet<Item>, writes: readonly (Item & { readonly isThere: boolean })[]): SortedSet<Item> {
  return writes.reduce(
    (now, { key, value, isThere }) => (isThere ? put(now, byKey, { key, value }) : remove(now, byKey, key)),
    set,
  )
}

test('property: the changes lead from the one set to the other, in order, and name nothing that is in both', () => {
  fc.assert(
    fc.property(anyWrites, anyWrites, anyWrites, (first, then, instead) => {
      const base = write(emptySet<Item>(), first)
      for (const [from, to] of [
        [base, write(base, then)],
        [write(base, then), write(base, instead)],
        [write(base, then), emptySet<Item>()],
      ] as const) {
        const changes = [...setChanges(from, to, byKey)]
        const keys = changes.map(({ before, after }) => (after ?? before)?.key ?? -1)
        expect(keys).toEqual([...new Set(keys)].sort((a, b) => a - b))
        for (const { before, after } of changes) expect(before).not.toBe(after)
        const patched = changes.reduce(
          (now, { before, after }) =>
            after === undefined ? remove(now, byKey, before?.key ?? -1) : put(now, byKey, after),
          from,
        )
        expect([...itemsOf(patched)]).toEqual([...itemsOf(to)])
        for (const { before } of changes) if (before !== undefined) expect([...itemsOf(from)]).toContain(before)
      }
    }),
    { numRuns: 200 },
  )
})

test('behavior: what two sets share is passed over, so a change in a large one costs a few comparisons', () => {
  let large = emptySet<Item>()
  for (let key = 0; key < 100_000; key += 1) large = put(large, byKey, { key, value: 0 })
  let comparisons = 0
  const counting: Sorting<Item, number> = {
    keyOf: byKey.keyOf,
    compare: (a, b) => {
      comparisons += 1
      return a - b
    },
  }
  const changed = remove(put(large, byKey, { key: 50_000, value: 1 }), byKey, 7)
  expect([...setChanges(large, changed, counting)]).toHaveLength(2)
  expect(comparisons).toBeLessThan(300)
})

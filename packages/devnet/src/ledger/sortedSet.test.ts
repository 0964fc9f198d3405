import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptySet, find, first, itemsOf, put, remove, type SortedSet, type Sorting } from './sortedSet.ts'

type Item = { readonly key: number; readonly value: number }
const sorting: Sorting<Item, number> = { keyOf: ({ key }) => key, compare: (a, b) => a - b }

const anyStep = fc.record({ key: fc.nat(400), value: fc.nat(), isRemoval: fc.boolean() })

function expectSame(set: SortedSet<Item>, model: ReadonlyMap<number, Item>): void {
  const sorted = [...model.values()].sort((a, b) => a.key - b.key)
  expect([...itemsOf(set)]).toEqual(sorted)
  expect(set.size).toBe(sorted.length)
  expect(first(set)).toEqual(sorted[0])
  const from = sorted[Math.floor(sorted.length / 3)]?.key ?? 0
  expect([...itemsOf(set, { sorting, key: from })]).toEqual(sorted.filter(({ key }) => key >= from))
}

test('property: a set holds what was put and not removed, in order, and every older one stays as it was', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 1_500 }), (steps) => {
      let set = emptySet<Item>()
      const model = new Map<number, Item>()
      const kept: { readonly set: SortedSet<Item>; readonly model: ReadonlyMap<number, Item> }[] = []
      for (const [at, { isRemoval, ...item }] of steps.entries()) {
        set = isRemoval ? remove(set, sorting, item.key) : put(set, sorting, item)
        if (isRemoval) model.delete(item.key)
        else model.set(item.key, item)
        expect(find(set, sorting, item.key)).toEqual(model.get(item.key))
        if (at % 200 === 0) kept.push({ set, model: new Map(model) })
      }
      for (const old of [...kept, { set, model }]) expectSame(old.set, old.model)
    }),
    { numRuns: 60 },
  )
})

test('behavior: a large set stays shallow while it grows, shrinks and is emptied', () => {
  const depth = (set: SortedSet<Item>): number =>
    set.children === undefined ? 1 : 1 + depth(set.children[0] ?? emptySet())
  let set = emptySet<Item>()
  for (let key = 0; key < 50_000; key += 1) set = put(set, sorting, { key: (key * 7_919) % 50_000, value: key })
  expect(set.size).toBe(50_000)
  expect(depth(set)).toBeLessThanOrEqual(4)
  for (let key = 0; key < 50_000; key += 1) set = remove(set, sorting, key)
  expect(set).toEqual(emptySet())
})

test('behavior: removing what is not there gives the same set', () => {
  const set = put(emptySet<Item>(), sorting, { key: 1, value: 1 })
  expect(remove(set, sorting, 2)).toBe(set)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptySet, put, type SortedSet, type Sorting } from '../ledger/sortedSet.ts'
import { intersection, type Listing, listingOf } from './listing.ts'

const byNumber: Sorting<number, number> = { keyOf: (item) => item, compare: (a, b) => a - b }
const setOf = (items: readonly number[]): SortedSet<number> =>
  items.reduce((set, item) => put(set, byNumber, item), emptySet<number>())
const list = (items: readonly number[]): Listing<number> => listingOf(setOf(items), byNumber)
const anyNumbers = fc.array(fc.nat(500), { maxLength: 400 })

test('property: a walk goes through what lies beyond a key, up or down, whether the key is there or not', () => {
  fc.assert(
    fc.property(anyNumbers, fc.option(fc.integer({ min: -1, max: 501 }), { nil: undefined }), (items, past) => {
      const sorted = [...new Set(items)].sort((a, b) => a - b)
      const listing = list(items)
      expect(listing.size).toBe(sorted.length)
      expect([...listing.walk('asc', past)]).toEqual(sorted.filter((item) => past === undefined || item > past))
      expect([...listing.walk('desc', past)]).toEqual(
        sorted.filter((item) => past === undefined || item < past).reverse(),
      )
    }),
  )
})

test('property: an intersection has what both have', () => {
  fc.assert(
    fc.property(anyNumbers, anyNumbers, fc.nat(500), (a, b, past) => {
      const common = [...new Set(a)].filter((item) => b.includes(item)).sort((x, y) => x - y)
      const listing = intersection(list(a), list(b))
      expect([...listing.walk('asc')]).toEqual(common)
      expect([...listing.walk('desc', past)]).toEqual(common.filter((item) => item < past).reverse())
      expect(listing.has(past)).toBe(common.includes(past))
    }),
  )
})

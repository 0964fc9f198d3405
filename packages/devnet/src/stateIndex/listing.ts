import { find, itemsOf, type SortedSet, type Sorting } from '../ledger/sortedSet.ts'

export type Order = 'asc' | 'desc'

/** Keys in order, to be read from any place, both ways. Finding the place costs O(log n). */
export type Listing<Key> = {
  /** Or a bound on it. */
  readonly size: number
  has(key: Key): boolean
  /** The keys beyond one, which need not be there; all of them without one. */
  walk(order: Order, past?: Key | undefined): Iterable<Key>
}

/** The keys of a set. */
export function listingOf<Item, Key>(set: SortedSet<Item>, sorting: Sorting<Item, Key>): Listing<Key> {
  return {
    size: set.size,
    has: (key) => find(set, sorting, key) !== undefined,
    walk: (order, past) => (order === 'asc' ? keysAfter(set, sorting, past) : keysBefore(set, sorting, past)),
  }
}

/** What is in both of two listings: the shorter is walked, and the other is asked. */
export function intersection<Key>(one: Listing<Key>, other: Listing<Key>): Listing<Key> {
  const [shorter, longer] = one.size <= other.size ? [one, other] : [other, one]
  return {
    size: shorter.size,
    has: (key) => shorter.has(key) && longer.has(key),
    *walk(order, past) {
      for (const key of shorter.walk(order, past)) if (longer.has(key)) yield key
    },
  }
}

function* keysAfter<Item, Key>(
  set: SortedSet<Item>,
  sorting: Sorting<Item, Key>,
  past: Key | undefined,
): Generator<Key, void, undefined> {
  const { keyOf, compare } = sorting
  for (const item of itemsOf(set, past === undefined ? undefined : { sorting, key: past })) {
    const key = keyOf(item)
    if (past === undefined || compare(key, past) > 0) yield key
  }
}

function* keysBefore<Item, Key>(
  node: SortedSet<Item>,
  sorting: Sorting<Item, Key>,
  past: Key | undefined,
): Generator<Key, void, undefined> {
  const { keyOf, compare } = sorting
  const { items, children } = node
  let end = items.length
  if (past !== undefined) {
    const at = items.findIndex((item) => compare(keyOf(item), past) >= 0)
    if (at !== -1) end = at
  }
  for (let at = end - 1; at >= 0; at -= 1) {
    if (children === undefined) yield keyOf(items[at] as Item)
    // Of the subtrees that begin before the key, the last alone may reach beyond it.
    else yield* keysBefore(children[at] as SortedSet<Item>, sorting, at === end - 1 ? past : undefined)
  }
}

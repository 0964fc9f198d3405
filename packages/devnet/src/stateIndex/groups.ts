import { emptySet, find, put, remove, type SortedSet, type Sorting } from '../ledger/sortedSet.ts'
import { type Listing, listingOf } from './listing.ts'

/** Who belongs to each of many keys: a value that never changes, as the sets that it is made of. */
export type Groups<Item> = SortedSet<Group<Item>>

type Group<Item> = { readonly key: string; readonly items: SortedSet<Item> }

export type Compare<Key> = (a: Key, b: Key) => number

export const compareText: Compare<string> = (a, b) => {
  if (a === b) return 0
  return a < b ? -1 : 1
}

const byKey: Sorting<{ readonly key: string }, string> = { keyOf: ({ key }) => key, compare: compareText }

/** Changes to groups, made together and then written at once. */
export type GroupsDraft<Item, Key> = {
  add(group: string, item: Item): void
  drop(group: string, key: Key): void
  find(group: string, key: Key): Item | undefined
  done(): Groups<Item>
}

/** Begins to change groups. */
export function draftGroups<Item, Key>(groups: Groups<Item>, sorting: Sorting<Item, Key>): GroupsDraft<Item, Key> {
  const changed = new Map<string, SortedSet<Item>>()
  const itemsOf = (group: string): SortedSet<Item> => changed.get(group) ?? groupOf(groups, group)
  return {
    add: (group, item) => changed.set(group, put(itemsOf(group), sorting, item)),
    drop: (group, key) => changed.set(group, remove(itemsOf(group), sorting, key)),
    find: (group, key) => find(itemsOf(group), sorting, key),
    done: () => {
      let now = groups
      for (const [key, items] of changed) {
        now = items.size > 0 ? put(now, byKey, { key, items }) : remove(now, byKey, key)
      }
      return now
    },
  }
}

/** What belongs to a key. */
export function groupOf<Item>(groups: Groups<Item>, key: string): SortedSet<Item> {
  return find(groups, byKey, key)?.items ?? emptySet()
}

/** The keys of what belongs to a key, in order. */
export function listGroup<Item, Key>(groups: Groups<Item>, key: string, sorting: Sorting<Item, Key>): Listing<Key> {
  return listingOf(groupOf(groups, key), sorting)
}

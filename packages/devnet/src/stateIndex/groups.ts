import { emptySet, find, put, remove, type SortedSet, type Sorting } from '../ledger/sortedSet.ts'
import { type Listing, listingOf } from './listing.ts'

/** Who belongs to each of many keys: a value that never changes, as the sets that it is made of. */
export type Groups<Member> = SortedSet<Group<Member>>

type Group<Member> = { readonly key: string; readonly members: SortedSet<Counted<Member>> }

/** A member with the number of reasons why it is one. */
type Counted<Member> = { readonly member: Member; readonly reasons: number }

export type Compare<Key> = (a: Key, b: Key) => number

export const compareText: Compare<string> = (a, b) => {
  if (a === b) return 0
  return a < b ? -1 : 1
}

const byKey: Sorting<{ readonly key: string }, string> = { keyOf: ({ key }) => key, compare: compareText }

/** Changes to groups, made together and then written at once. */
export type GroupsDraft<Member> = {
  /** Gives a member one more reason to belong to a key, or takes one away. */
  count(key: string, member: Member, by: 1 | -1): void
  done(): Groups<Member>
}

/** Begins to change groups. Members are sorted by `compare`. */
export function draftGroups<Member>(groups: Groups<Member>, compare: Compare<Member>): GroupsDraft<Member> {
  const sorting = countedBy(compare)
  const changed = new Map<string, SortedSet<Counted<Member>>>()
  return {
    count: (key, member, by) => {
      const members = changed.get(key) ?? membersOf(groups, key)
      const reasons = (find(members, sorting, member)?.reasons ?? 0) + by
      const isThere = reasons > 0
      changed.set(key, isThere ? put(members, sorting, { member, reasons }) : remove(members, sorting, member))
    },
    done: () => {
      let now = groups
      for (const [key, members] of changed) {
        now = members.size > 0 ? put(now, byKey, { key, members }) : remove(now, byKey, key)
      }
      return now
    },
  }
}

/** The members of a key, sorted as they were put there. */
export function listGroup<Member>(groups: Groups<Member>, key: string, compare: Compare<Member>): Listing<Member> {
  return listingOf(membersOf(groups, key), countedBy(compare))
}

/** The same with one more, whether it is there or not. */
export function listGroupWith<Member>(
  groups: Groups<Member>,
  key: string,
  { member, compare }: { readonly member: Member; readonly compare: Compare<Member> },
): Listing<Member> {
  const sorting = countedBy(compare)
  return listingOf(put(membersOf(groups, key), sorting, { member, reasons: 1 }), sorting)
}

function membersOf<Member>(groups: Groups<Member>, key: string): SortedSet<Counted<Member>> {
  return find(groups, byKey, key)?.members ?? emptySet()
}

function countedBy<Member>(compare: Compare<Member>): Sorting<Counted<Member>, Member> {
  return { keyOf: ({ member }) => member, compare }
}

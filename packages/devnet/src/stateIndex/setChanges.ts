import type { SortedSet, Sorting } from '../ledger/sortedSet.ts'

/** What is there of an item in one set and in another; at least one of them is something. */
export type ItemChange<Item> = { readonly before: Item | undefined; readonly after: Item | undefined }

/** A place in the walk through a tree: a whole subtree, or (height 0) one item. */
type Step<Item> = {
  readonly height: number
  readonly elements: readonly (SortedSet<Item> | Item)[]
  at: number
}

type Walker<Item> = {
  readonly current: SortedSet<Item> | Item | undefined
  readonly height: number
  /** The first item in what is current. */
  readonly first: Item
  pass(): void
  enter(): void
}

/**
 * What makes one set of another, in order. Subtrees that the two share are passed over whole, so this costs what the changes between them cost, not what the sets hold:
 * a set after a ledger shares nearly everything with the one before.
 */
export function* setChanges<Item, Key>(
  before: SortedSet<Item>,
  after: SortedSet<Item>,
  { keyOf, compare }: Sorting<Item, Key>,
): Generator<ItemChange<Item>, void, undefined> {
  const [old, now] = [walk(before), walk(after)]
  while (old.current !== undefined || now.current !== undefined) {
    if (old.current === now.current) {
      old.pass()
      now.pass()
      continue
    }
    const order = placeOf(old, now, (a, b) => compare(keyOf(a), keyOf(b)))
    const isEntered = order === 0 ? enterHigher(old, now) : enter(order < 0 ? old : now)
    if (isEntered) continue
    yield {
      before: order <= 0 ? (old.current as Item) : undefined,
      after: order >= 0 ? (now.current as Item) : undefined,
    }
    if (order <= 0) old.pass()
    if (order >= 0) now.pass()
  }
}

/** Which of the two comes first; a walk at its end comes last. */
function placeOf<Item>(old: Walker<Item>, now: Walker<Item>, compare: (a: Item, b: Item) => number): number {
  if (old.current === undefined) return 1
  if (now.current === undefined) return -1
  return compare(old.first, now.first)
}

/** Goes into the subtree, unless it is an item already. */
function enter<Item>(walker: Walker<Item>): boolean {
  if (walker.height === 0) return false
  walker.enter()
  return true
}

/** Goes into the higher one, or into both, so that what they share comes up at the same time in both. */
function enterHigher<Item>(old: Walker<Item>, now: Walker<Item>): boolean {
  const height = Math.max(old.height, now.height)
  if (height === 0) return false
  for (const walker of [old, now]) if (walker.height === height) walker.enter()
  return true
}

function walk<Item>(root: SortedSet<Item>): Walker<Item> {
  const path: Step<Item>[] = root.size === 0 ? [] : [{ height: heightOf(root), elements: [root], at: 0 }]
  const top = (): Step<Item> | undefined => path.at(-1)
  const current = (): SortedSet<Item> | Item | undefined => {
    const step = top()
    return step?.elements[step.at]
  }
  return {
    get current() {
      return current()
    },
    get height() {
      return top()?.height ?? 0
    },
    get first() {
      return top()?.height === 0 ? (current() as Item) : ((current() as SortedSet<Item>).items[0] as Item)
    },
    pass: () => {
      for (let step = top(); step !== undefined; step = top()) {
        step.at += 1
        if (step.at < step.elements.length) return
        path.pop()
      }
    },
    enter: () => {
      const { children, items } = current() as SortedSet<Item>
      path.push({ height: (top()?.height ?? 1) - 1, elements: children ?? items, at: 0 })
    },
  }
}

function heightOf<Item>(root: SortedSet<Item>): number {
  let height = 1
  for (let node = root; node.children?.[0] !== undefined; node = node.children[0]) height += 1
  return height
}

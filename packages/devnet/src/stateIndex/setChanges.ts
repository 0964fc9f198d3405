import type { SortedSet, Sorting } from '../ledger/sortedSet.ts'

/** What is there of an item in one set and in another; at least one of them is something. */
export type ItemChange<Item> = { readonly before: Item | undefined; readonly after: Item | undefined }

/** A place in the walk through a tree: a whole subtree, or (height 0) one item. */
type Step<Item> = {
  readonly height: number
  readonly elements: readonly (SortedSet<Item> | Item)[]
  at: number
}

/** The way down to where a walk is; empty at its end. */
type Path<Item> = Step<Item>[]

/**
 * What makes one set of another, in order. Subtrees that the two share are passed over whole, so this costs what the changes between them cost, not what the sets hold:
 * a set after a ledger shares nearly everything with the one before.
 */
export function* setChanges<Item, Key>(
  before: SortedSet<Item>,
  after: SortedSet<Item>,
  sorting: Sorting<Item, Key>,
): Generator<ItemChange<Item>, void, undefined> {
  const { keyOf, compare } = sorting
  const [old, now] = [pathTo(before), pathTo(after)]
  for (;;) {
    const [was, is] = [old.at(-1), now.at(-1)]
    if (was === undefined && is === undefined) return
    if (was !== undefined && is !== undefined && was.elements[was.at] === is.elements[is.at]) {
      pass(old)
      pass(now)
      continue
    }
    // A walk at its end comes last.
    const order = was && is ? compare(keyOf(firstOf(was)), keyOf(firstOf(is))) : Number(was === undefined) * 2 - 1
    const isEntered = order === 0 ? enterHigher(old, now) : enter(order < 0 ? old : now)
    if (isEntered) continue
    yield { before: order <= 0 ? itemOf(was) : undefined, after: order >= 0 ? itemOf(is) : undefined }
    if (order <= 0) pass(old)
    if (order >= 0) pass(now)
  }
}

function pathTo<Item>(root: SortedSet<Item>): Path<Item> {
  if (root.children === undefined) return root.size === 0 ? [] : [{ height: 0, elements: root.items, at: 0 }]
  let height = 1
  for (let node = root; node.children?.[0] !== undefined; node = node.children[0]) height += 1
  return [{ height, elements: [root], at: 0 }]
}

function itemOf<Item>(step: Step<Item> | undefined): Item | undefined {
  return step?.elements[step.at] as Item | undefined
}

/** The first item in what the step is at. */
function firstOf<Item>({ height, elements, at }: Step<Item>): Item {
  return (height === 0 ? elements[at] : (elements[at] as SortedSet<Item>).items[0]) as Item
}

function pass<Item>(path: Path<Item>): void {
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    step.at += 1
    if (step.at < step.elements.length) return
    path.pop()
  }
}

/** Goes into the subtree, unless it is an item already. */
function enter<Item>(path: Path<Item>): boolean {
  const step = path.at(-1)
  if (step === undefined || step.height === 0) return false
  const { children, items } = step.elements[step.at] as SortedSet<Item>
  path.push({ height: step.height - 1, elements: children ?? items, at: 0 })
  return true
}

/** Goes into the higher one, or into both, so that what they share comes up at the same time in both. */
function enterHigher<Item>(old: Path<Item>, now: Path<Item>): boolean {
  const [oldHeight, nowHeight] = [old.at(-1)?.height ?? 0, now.at(-1)?.height ?? 0]
  if (oldHeight >= nowHeight) enter(old)
  if (nowHeight >= oldHeight) enter(now)
  return oldHeight + nowHeight > 0
}

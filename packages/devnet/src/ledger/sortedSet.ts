/** How the items of a set are found and ordered: by a key that each of them has. */
export type Sorting<Item, Key> = {
  readonly keyOf: (item: Item) => Key
  /** Below 0 when `a` comes first. */
  readonly compare: (a: Key, b: Key) => number
}

/**
 * A sorted set that never changes: putting and removing give another one, which shares with it whatever is the same. So keeping an old one costs nothing,
 * and going back to it is an assignment. A B-tree: finding, putting and removing take O(log n).
 */
export type SortedSet<Item> = {
  readonly size: number
  /** In a leaf the items; above, the first item of each child. */
  readonly items: readonly Item[]
  readonly children: readonly SortedSet<Item>[] | undefined
}

/** The most items in a node: wide enough for a shallow tree, small enough to be copied at each change. */
const MAX_ITEMS = 32
/** Below this a node is merged with a neighbour that has room. */
const MIN_ITEMS = 8

const EMPTY: SortedSet<never> = { size: 0, items: [], children: undefined }

export function emptySet<Item>(): SortedSet<Item> {
  return EMPTY
}

/** The item of a key. */
export function find<Item, Key>(set: SortedSet<Item>, sorting: Sorting<Item, Key>, key: Key): Item | undefined {
  let node = set
  while (node.children !== undefined) node = childOf(node.children, childIndex(node, sorting, key))
  const item = node.items[lowerBound(node, sorting, key)]
  return item !== undefined && sorting.compare(sorting.keyOf(item), key) === 0 ? item : undefined
}

/** The first item, in O(log n). */
export function first<Item>(set: SortedSet<Item>): Item | undefined {
  return set.items[0]
}

/** The set with an item, in place of the one that had its key. */
export function put<Item, Key>(set: SortedSet<Item>, sorting: Sorting<Item, Key>, item: Item): SortedSet<Item> {
  const root = putInto(set, sorting, item)
  if (root.items.length <= MAX_ITEMS) return root
  return branch(split(root))
}

/** The set without the item of a key. */
export function remove<Item, Key>(set: SortedSet<Item>, sorting: Sorting<Item, Key>, key: Key): SortedSet<Item> {
  const root = removeFrom(set, sorting, key)
  const [only, other] = root.children ?? []
  return only !== undefined && other === undefined ? only : root
}

/** Every item in order, or those from a key on. */
export function* itemsOf<Item, Key>(
  set: SortedSet<Item>,
  from?: { readonly sorting: Sorting<Item, Key>; readonly key: Key },
): Generator<Item, void, undefined> {
  const path: { readonly node: SortedSet<Item>; at: number }[] = []
  let node = set
  while (node.children !== undefined) {
    const at = from === undefined ? 0 : childIndex(node, from.sorting, from.key)
    path.push({ node, at })
    node = childOf(node.children, at)
  }
  let start = from === undefined ? 0 : lowerBound(node, from.sorting, from.key)
  for (;;) {
    for (let at = start; at < node.items.length; at += 1) yield node.items[at] as Item
    start = 0
    while (path.length > 0 && isAtEnd(path.at(-1))) path.pop()
    let step = path.at(-1)
    if (step === undefined) return
    step.at += 1
    node = childOf(step.node.children, step.at)
    while (node.children !== undefined) {
      step = { node, at: 0 }
      path.push(step)
      node = childOf(node.children, 0)
    }
  }
}

function isAtEnd(
  step: { readonly node: { readonly items: readonly unknown[] }; readonly at: number } | undefined,
): boolean {
  return step !== undefined && step.at + 1 >= step.node.items.length
}

/** May give a node of one item too many, for the caller to split. */
function putInto<Item, Key>(node: SortedSet<Item>, sorting: Sorting<Item, Key>, item: Item): SortedSet<Item> {
  const key = sorting.keyOf(item)
  if (node.children === undefined) {
    const at = lowerBound(node, sorting, key)
    const there = node.items[at]
    const isThere = there !== undefined && sorting.compare(sorting.keyOf(there), key) === 0
    const items = node.items.slice()
    if (isThere) items[at] = item
    else items.splice(at, 0, item)
    return { size: items.length, items, children: undefined }
  }
  const at = childIndex(node, sorting, key)
  const old = childOf(node.children, at)
  const child = putInto(old, sorting, item)
  const children = node.children.slice()
  if (child.items.length > MAX_ITEMS) {
    children.splice(at, 1, ...split(child))
    return branch(children)
  }
  children[at] = child
  return { size: node.size - old.size + child.size, items: withFirst(node.items, at, child), children }
}

/** The first items of a node's children, one of which has changed. Mostly they are the same as before, and then are shared. */
function withFirst<Item>(items: readonly Item[], at: number, child: SortedSet<Item>): readonly Item[] {
  const item = child.items[0] as Item
  if (items[at] === item) return items
  const changed = items.slice()
  changed[at] = item
  return changed
}

function removeFrom<Item, Key>(node: SortedSet<Item>, sorting: Sorting<Item, Key>, key: Key): SortedSet<Item> {
  if (node.children === undefined) {
    const at = lowerBound(node, sorting, key)
    const there = node.items[at]
    if (there === undefined || sorting.compare(sorting.keyOf(there), key) !== 0) return node
    const items = node.items.slice()
    items.splice(at, 1)
    return { size: items.length, items, children: undefined }
  }
  const at = childIndex(node, sorting, key)
  const old = childOf(node.children, at)
  const child = removeFrom(old, sorting, key)
  if (child === old) return node
  const children = node.children.slice()
  if (child.size === 0) children.splice(at, 1)
  else {
    children[at] = child
    if (child.items.length >= MIN_ITEMS)
      return { size: node.size - 1, items: withFirst(node.items, at, child), children }
    mergeAt(children, at)
  }
  return children.length === 0 ? EMPTY : branch(children)
}

/** Joins a small node with a neighbour, unless that leaves the two of them too full for the next items. */
function mergeAt<Item>(children: SortedSet<Item>[], at: number): void {
  for (const left of [at - 1, at]) {
    const [a, b] = [children[left], children[left + 1]]
    if (a === undefined || b === undefined || a.items.length + b.items.length > MAX_ITEMS - MIN_ITEMS) continue
    children.splice(left, 2, join(a, b))
    return
  }
}

function join<Item>(a: SortedSet<Item>, b: SortedSet<Item>): SortedSet<Item> {
  if (a.children === undefined || b.children === undefined) {
    return { size: a.size + b.size, items: [...a.items, ...b.items], children: undefined }
  }
  return branch([...a.children, ...b.children])
}

/** In the middle. */
function split<Item>(node: SortedSet<Item>): readonly [SortedSet<Item>, SortedSet<Item>] {
  const middle = MAX_ITEMS / 2
  if (node.children !== undefined) return [branch(node.children.slice(0, middle)), branch(node.children.slice(middle))]
  const [left, right] = [node.items.slice(0, middle), node.items.slice(middle)]
  return [
    { size: left.length, items: left, children: undefined },
    { size: right.length, items: right, children: undefined },
  ]
}

function branch<Item>(children: readonly SortedSet<Item>[]): SortedSet<Item> {
  const items: Item[] = []
  let size = 0
  for (const child of children) {
    items.push(child.items[0] as Item)
    size += child.size
  }
  return { size, items, children }
}

function childOf<Item>(children: readonly SortedSet<Item>[] | undefined, at: number): SortedSet<Item> {
  return children?.[at] ?? EMPTY
}

/** The child that holds a key, or would. */
function childIndex<Item, Key>({ items }: SortedSet<Item>, { keyOf, compare }: Sorting<Item, Key>, key: Key): number {
  let [low, high] = [1, items.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compare(keyOf(items[middle] as Item), key) <= 0) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The first place whose item is not before a key. */
function lowerBound<Item, Key>({ items }: SortedSet<Item>, { keyOf, compare }: Sorting<Item, Key>, key: Key): number {
  let [low, high] = [0, items.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compare(keyOf(items[middle] as Item), key) < 0) low = middle + 1
    else high = middle
  }
  return low
}

import { compareOffers } from '@sdex/matching'
import type {
  AccountEntry,
  AssetId,
  ClaimableBalanceEntry,
  DataEntry,
  Entry,
  OfferEntry,
  PoolEntry,
  PoolShareEntry,
  TrustlineEntry,
} from './entries.ts'
import type { HeaderFields } from './header.ts'
import { emptySet, find, itemsOf, put, remove, type SortedSet, type Sorting } from './sortedSet.ts'

/** What the ledger holds, as a value: it never changes, and two of them share what is the same in both. */
export type LedgerSnapshot = {
  readonly header: HeaderFields
  readonly owners: SortedSet<Owner>
  readonly offers: SortedSet<OfferEntry>
  readonly books: SortedSet<PairOffers>
  readonly pools: SortedSet<PoolEntry>
  /** The same by their assets. */
  readonly poolPairs: SortedSet<PoolEntry>
  readonly claimableBalances: SortedSet<ClaimableBalanceEntry>
  /** Who sponsors whom until the transaction ends: sponsor by sponsored. */
  readonly sponsorships: ReadonlyMap<string, string>
}

/** An account with what hangs on it. */
export type Owner = {
  readonly accountId: string
  readonly account: AccountEntry | undefined
  readonly trustlines: SortedSet<TrustlineEntry>
  readonly poolShares: SortedSet<PoolShareEntry>
  readonly offers: SortedSet<OfferEntry>
  readonly data: SortedSet<DataEntry>
}

/** Who sells what for what. */
export type Pair = { readonly selling: AssetId; readonly buying: AssetId }
type PairOffers = Pair & { readonly offers: SortedSet<OfferEntry> }

/** A ledger without entries. */
export function emptySnapshot(header: HeaderFields): LedgerSnapshot {
  return {
    header,
    owners: emptySet(),
    offers: emptySet(),
    books: emptySet(),
    pools: emptySet(),
    poolPairs: emptySet(),
    claimableBalances: emptySet(),
    sponsorships: new Map(),
  }
}

/** An account that owns nothing, not even itself. */
export function emptyOwner(accountId: string): Owner {
  const [trustlines, poolShares] = [emptySet<TrustlineEntry>(), emptySet<PoolShareEntry>()]
  return { accountId, account: undefined, trustlines, poolShares, offers: emptySet(), data: emptySet() }
}

function byText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function byAssetsOf(a: Pair, b: Pair): number {
  return byText(a.selling, b.selling) || byText(a.buying, b.buying)
}

export const byAccount: Sorting<Owner, string> = { keyOf: ({ accountId }) => accountId, compare: byText }
export const byAsset: Sorting<TrustlineEntry, AssetId> = { keyOf: ({ asset }) => asset, compare: byText }
export const byPool: Sorting<PoolShareEntry, string> = { keyOf: ({ poolId }) => poolId, compare: byText }
export const byName: Sorting<DataEntry, string> = { keyOf: ({ name }) => name, compare: byText }
export const byBalanceId: Sorting<ClaimableBalanceEntry, string> = { keyOf: ({ id }) => id, compare: byText }
export const byPoolId: Sorting<PoolEntry, string> = { keyOf: ({ id }) => id, compare: byText }
export const byOfferId: Sorting<OfferEntry, bigint> = {
  keyOf: ({ id }) => id,
  compare: (a, b) => (a < b ? -1 : Number(a > b)),
}
export const byPair: Sorting<PairOffers, Pair> = { keyOf: (pair) => pair, compare: byAssetsOf }
export const byPoolPair: Sorting<PoolEntry, Pair> = {
  keyOf: ({ assetA, assetB }) => poolPair(assetA, assetB),
  compare: byAssetsOf,
}
const byPrice: Sorting<OfferEntry, OfferEntry> = { keyOf: (offer) => offer, compare: compareOffers }

/** Two assets in an order that does not depend on which came first. */
export function poolPair(asset: AssetId, other: AssetId): Pair {
  return asset < other ? { selling: asset, buying: other } : { selling: other, buying: asset }
}

/** The account that an entry hangs on; pools and claimable balances hang on none. */
export function ownerIdOf(entry: Entry): string | undefined {
  if (entry.type === 'pool' || entry.type === 'claimableBalance') return undefined
  return entry.type === 'offer' ? entry.seller : entry.accountId
}

/** Every entry there is. */
export function* entriesOf({ owners, pools, claimableBalances }: LedgerSnapshot): Generator<Entry> {
  for (const owner of itemsOf(owners)) {
    if (owner.account !== undefined) yield owner.account
    yield* itemsOf(owner.trustlines)
    yield* itemsOf(owner.poolShares)
    yield* itemsOf(owner.offers)
    yield* itemsOf(owner.data)
  }
  yield* itemsOf(pools)
  yield* itemsOf(claimableBalances)
}

/** The entry of the same key that is there now. */
export function currentEntry(now: LedgerSnapshot, entry: Entry, owner: Owner | undefined): Entry | undefined {
  switch (entry.type) {
    case 'account':
      return owner?.account
    case 'trustline':
      return owner && find(owner.trustlines, byAsset, entry.asset)
    case 'poolShare':
      return owner && find(owner.poolShares, byPool, entry.poolId)
    case 'data':
      return owner && find(owner.data, byName, entry.name)
    case 'offer':
      return find(now.offers, byOfferId, entry.id)
    case 'claimableBalance':
      return find(now.claimableBalances, byBalanceId, entry.id)
    case 'pool':
      return find(now.pools, byPoolId, entry.id)
  }
}

/** What is there of an entry before and after a write; at least one of them is something. */
export type Write = { readonly before: Entry | undefined; readonly after: Entry | undefined }

/** The owner with an entry that it did not have, has otherwise, or has no longer. */
export function ownerAfter(owner: Owner, { before, after }: Write): Owner {
  const entry = after ?? before
  switch (entry?.type) {
    case 'account':
      return { ...owner, account: after?.type === 'account' ? after : undefined }
    case 'trustline':
      return { ...owner, trustlines: change(owner.trustlines, byAsset, entry, after !== undefined) }
    case 'poolShare':
      return { ...owner, poolShares: change(owner.poolShares, byPool, entry, after !== undefined) }
    case 'offer':
      return { ...owner, offers: change(owner.offers, byOfferId, entry, after !== undefined) }
    case 'data':
      return { ...owner, data: change(owner.data, byName, entry, after !== undefined) }
    default:
      return owner
  }
}

/** The ledger with an owner that has changed; one that owns nothing any longer is gone. */
export function withOwner(now: LedgerSnapshot, owner: Owner): LedgerSnapshot {
  const { account, trustlines, poolShares, offers, data } = owner
  const isGone = account === undefined && trustlines.size + poolShares.size + offers.size + data.size === 0
  return { ...now, owners: change(now.owners, byAccount, owner, !isGone) }
}

/** The ledger with more entries, which stay as they are, the ledger of their last change included. */
export function withEntries(start: LedgerSnapshot, entries: Iterable<Entry>): LedgerSnapshot {
  let now = start
  for (const after of entries) {
    const accountId = ownerIdOf(after)
    const owner =
      accountId === undefined ? undefined : (find(now.owners, byAccount, accountId) ?? emptyOwner(accountId))
    const change = { before: currentEntry(now, after, owner), after }
    now = snapshotAfter(now, change)
    if (owner !== undefined) now = withOwner(now, ownerAfter(owner, change))
  }
  return now
}

/** The ledger after a write, as far as owners are not concerned. */
export function snapshotAfter(now: LedgerSnapshot, { before, after }: Write): LedgerSnapshot {
  const entry = after ?? before
  const isThere = after !== undefined
  switch (entry?.type) {
    case 'offer': {
      const old = before?.type === 'offer' ? before : undefined
      const offers = change(now.offers, byOfferId, entry, isThere)
      return { ...now, offers, books: booksAfter(now.books, old, after?.type === 'offer' ? after : undefined) }
    }
    case 'claimableBalance':
      return { ...now, claimableBalances: change(now.claimableBalances, byBalanceId, entry, isThere) }
    case 'pool': {
      const pools = change(now.pools, byPoolId, entry, isThere)
      return { ...now, pools, poolPairs: change(now.poolPairs, byPoolPair, entry, isThere) }
    }
    default:
      return now
  }
}

/** An offer may change its pair and its price, and then stands elsewhere. */
function booksAfter(
  books: SortedSet<PairOffers>,
  before: OfferEntry | undefined,
  after: OfferEntry | undefined,
): SortedSet<PairOffers> {
  if (before === undefined) return after === undefined ? books : bookChange(books, after, true)
  if (after === undefined) return bookChange(books, before, false)
  const isSamePlace = byAssetsOf(before, after) === 0 && compareOffers(before, after) === 0
  return bookChange(isSamePlace ? books : bookChange(books, before, false), after, true)
}

function bookChange(books: SortedSet<PairOffers>, offer: OfferEntry, isThere: boolean): SortedSet<PairOffers> {
  const { selling, buying } = offer
  const offers = change(find(books, byPair, offer)?.offers ?? emptySet<OfferEntry>(), byPrice, offer, isThere)
  return change(books, byPair, { selling, buying, offers }, offers.size > 0)
}

/** The set with an item, or without the one of its key. */
function change<Item, Key>(
  set: SortedSet<Item>,
  sorting: Sorting<Item, Key>,
  item: Item,
  isThere: boolean,
): SortedSet<Item> {
  return isThere ? put(set, sorting, item) : remove(set, sorting, sorting.keyOf(item))
}

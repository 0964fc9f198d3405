import { compareOffers } from '@sdex/matching'
import {
  type AccountEntry,
  type AssetId,
  type ClaimableBalanceEntry,
  type DataEntry,
  type Entry,
  type EntryChange,
  entryKey,
  type OfferEntry,
  type PoolEntry,
  type PoolShareEntry,
  type TrustlineEntry,
} from './entries.ts'
import type { HeaderFields } from './header.ts'
import { emptySet, find, first, itemsOf, put, remove, type SortedSet, type Sorting } from './sortedSet.ts'

/** The offers of one pair, best first. */
export type Book = {
  readonly size: number
  best(): OfferEntry | undefined
  /** Best first. */
  offers(): Iterable<OfferEntry>
}

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
type Owner = {
  readonly accountId: string
  readonly account: AccountEntry | undefined
  readonly trustlines: SortedSet<TrustlineEntry>
  readonly poolShares: SortedSet<PoolShareEntry>
  readonly offers: SortedSet<OfferEntry>
  readonly data: SortedSet<DataEntry>
}

type Pair = { readonly selling: AssetId; readonly buying: AssetId }
type PairOffers = Pair & { readonly offers: SortedSet<OfferEntry> }

/** A point in a ledger's close to which the state can be rolled back. */
export type Savepoint = { readonly snapshot: LedgerSnapshot; readonly writes: number }

/**
 * The ledger that transactions run on: a snapshot that every write replaces. Rolling back takes an old one again, and what changed since a savepoint is
 * known entry by entry.
 */
export type LedgerState = {
  readonly header: HeaderFields
  setHeader(header: HeaderFields): void
  account(accountId: string): AccountEntry | undefined
  trustline(accountId: string, asset: AssetId): TrustlineEntry | undefined
  poolShare(accountId: string, poolId: string): PoolShareEntry | undefined
  offer(id: bigint): OfferEntry | undefined
  data(accountId: string, name: string): DataEntry | undefined
  claimableBalance(id: string): ClaimableBalanceEntry | undefined
  pool(id: string): PoolEntry | undefined
  /** The pool of two assets, in either order. */
  poolOf(asset: AssetId, other: AssetId): PoolEntry | undefined
  /** By asset; without pool shares. */
  trustlinesOf(accountId: string): readonly TrustlineEntry[]
  /** By pool id. */
  poolSharesOf(accountId: string): readonly PoolShareEntry[]
  /** By id, oldest first. */
  offersOf(seller: string): readonly OfferEntry[]
  /** By name. */
  dataOf(accountId: string): readonly DataEntry[]
  /** Every account by id. */
  allAccounts(): Iterable<AccountEntry>
  /** Every offer by id, oldest first. */
  allOffers(): readonly OfferEntry[]
  /** Every pool by id. */
  allPools(): Iterable<PoolEntry>
  /** Every claimable balance by id. */
  allClaimableBalances(): Iterable<ClaimableBalanceEntry>
  /** Every entry there is. */
  allEntries(): Iterable<Entry>
  /** The book of those who sell one asset for another, best first. */
  book(selling: AssetId, buying: AssetId): Book
  put(entry: Entry): void
  remove(entry: Entry): void
  /** Who sponsors whom until the transaction ends. */
  readonly sponsorships: ReadonlyMap<string, string>
  setSponsorships(sponsorships: ReadonlyMap<string, string>): void
  savepoint(): Savepoint
  rollback(to: Savepoint): void
  changesSince(from: Savepoint): readonly EntryChange[]
  /** Forgets the writes so far, once a ledger is closed. */
  commit(): void
  /** The state as a value, to keep or to go on from with {@link createLedgerState}. Costs nothing. */
  snapshot(): LedgerSnapshot
  /** The same ledger again, to try something on. Costs nothing; changes of the one do not reach the other. */
  fork(): LedgerState
}

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

type Write = { readonly before: Entry | undefined; readonly after: Entry | undefined }

/** Makes a ledger that begins as a snapshot. */
export function createLedgerState(start: LedgerSnapshot): LedgerState {
  let now = start
  let writes: Write[] = []

  const owner = (accountId: string): Owner | undefined => find(now.owners, byAccount, accountId)
  const pairOffers = (pair: Pair): PairOffers | undefined => find(now.books, byPair, pair)

  return {
    get header() {
      return now.header
    },
    setHeader: (header) => {
      now = { ...now, header }
    },
    account: (accountId) => owner(accountId)?.account,
    trustline: (accountId, asset) => {
      const held = owner(accountId)
      return held && find(held.trustlines, byAsset, asset)
    },
    poolShare: (accountId, poolId) => {
      const held = owner(accountId)
      return held && find(held.poolShares, byPool, poolId)
    },
    offer: (id) => find(now.offers, byOfferId, id),
    data: (accountId, name) => {
      const held = owner(accountId)
      return held && find(held.data, byName, name)
    },
    claimableBalance: (id) => find(now.claimableBalances, byId, id),
    pool: (id) => find(now.pools, byPoolId, id),
    poolOf: (asset, other) => find(now.poolPairs, byAssets, pairOf(asset, other)),
    trustlinesOf: (accountId) => list(owner(accountId)?.trustlines),
    poolSharesOf: (accountId) => list(owner(accountId)?.poolShares),
    offersOf: (seller) => list(owner(seller)?.offers),
    dataOf: (accountId) => list(owner(accountId)?.data),
    allAccounts: () => accountsOf(now),
    allOffers: () => list(now.offers),
    allPools: () => itemsOf(now.pools),
    allClaimableBalances: () => itemsOf(now.claimableBalances),
    allEntries: () => entriesOf(now),
    book: (selling, buying) => {
      const offers = pairOffers({ selling, buying })?.offers ?? emptySet<OfferEntry>()
      return { size: offers.size, best: () => first(offers), offers: () => itemsOf(offers) }
    },
    put: (entry) => {
      const lastModifiedLedger = now.header.ledgerSequence
      const after = entry.lastModifiedLedger === lastModifiedLedger ? entry : { ...entry, lastModifiedLedger }
      const before = entryOf(now, entry)
      writes.push({ before, after })
      now = withEntry(before === undefined ? now : moved(now, before, after), after)
    },
    remove: (entry) => {
      const before = entryOf(now, entry)
      if (before === undefined) return
      writes.push({ before, after: undefined })
      now = withoutEntry(now, before)
    },
    get sponsorships() {
      return now.sponsorships
    },
    setSponsorships: (sponsorships) => {
      now = { ...now, sponsorships }
    },
    savepoint: () => ({ snapshot: now, writes: writes.length }),
    rollback: (to) => {
      now = to.snapshot
      writes.length = to.writes
    },
    changesSince: (from) => collectChanges(writes, from.writes),
    commit: () => {
      writes = []
    },
    snapshot: () => now,
    fork: () => createLedgerState(now),
  }
}

/** First state before, last state after, of every entry that was written. */
function collectChanges(writes: readonly Write[], from: number): readonly EntryChange[] {
  const spans = new Map<string, { readonly before: Entry | undefined; after: Entry | undefined }>()
  for (let at = from; at < writes.length; at += 1) {
    const { before, after } = writes[at] as Write
    const key = entryKey((after ?? before) as Entry)
    const span = spans.get(key)
    if (span === undefined) spans.set(key, { before, after })
    else span.after = after
  }
  const changes: EntryChange[] = []
  for (const { before, after } of spans.values()) {
    if (after !== undefined)
      changes.push(before === undefined ? { type: 'created', after } : { type: 'updated', before, after })
    else if (before !== undefined) changes.push({ type: 'removed', before })
  }
  return changes
}

function byText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function byPosition(a: Pair, b: Pair): number {
  return byText(a.selling, b.selling) || byText(a.buying, b.buying)
}

const byAccount: Sorting<Owner, string> = { keyOf: ({ accountId }) => accountId, compare: byText }
const byAsset: Sorting<TrustlineEntry, AssetId> = { keyOf: ({ asset }) => asset, compare: byText }
const byPool: Sorting<PoolShareEntry, string> = { keyOf: ({ poolId }) => poolId, compare: byText }
const byName: Sorting<DataEntry, string> = { keyOf: ({ name }) => name, compare: byText }
const byId: Sorting<ClaimableBalanceEntry, string> = { keyOf: ({ id }) => id, compare: byText }
const byPoolId: Sorting<PoolEntry, string> = { keyOf: ({ id }) => id, compare: byText }
const byOfferId: Sorting<OfferEntry, bigint> = {
  keyOf: ({ id }) => id,
  compare: (a, b) => (a < b ? -1 : Number(a > b)),
}
const byPair: Sorting<PairOffers, Pair> = { keyOf: (pair) => pair, compare: byPosition }
const byPrice: Sorting<OfferEntry, OfferEntry> = { keyOf: (offer) => offer, compare: compareOffers }
const byAssets: Sorting<PoolEntry, Pair> = {
  keyOf: ({ assetA, assetB }) => pairOf(assetA, assetB),
  compare: byPosition,
}

/** Two assets in an order that does not depend on which came first. */
function pairOf(asset: AssetId, other: AssetId): Pair {
  return asset < other ? { selling: asset, buying: other } : { selling: other, buying: asset }
}

function list<Item>(set: SortedSet<Item> | undefined): readonly Item[] {
  return set === undefined ? [] : [...itemsOf(set)]
}

function* accountsOf({ owners }: LedgerSnapshot): Generator<AccountEntry> {
  for (const { account } of itemsOf(owners)) if (account !== undefined) yield account
}

function* entriesOf({ owners, pools, claimableBalances }: LedgerSnapshot): Generator<Entry> {
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
function entryOf(now: LedgerSnapshot, entry: Entry): Entry | undefined {
  switch (entry.type) {
    case 'account':
      return find(now.owners, byAccount, entry.accountId)?.account
    case 'trustline': {
      const held = find(now.owners, byAccount, entry.accountId)
      return held && find(held.trustlines, byAsset, entry.asset)
    }
    case 'poolShare': {
      const held = find(now.owners, byAccount, entry.accountId)
      return held && find(held.poolShares, byPool, entry.poolId)
    }
    case 'offer':
      return find(now.offers, byOfferId, entry.id)
    case 'data': {
      const held = find(now.owners, byAccount, entry.accountId)
      return held && find(held.data, byName, entry.name)
    }
    case 'claimableBalance':
      return find(now.claimableBalances, byId, entry.id)
    case 'pool':
      return find(now.pools, byPoolId, entry.id)
  }
}

/** An offer may change its pair and its price, and then stands elsewhere; everything else keeps its place. */
function moved(now: LedgerSnapshot, before: Entry, after: Entry): LedgerSnapshot {
  if (before.type !== 'offer' || after.type !== 'offer') return now
  const isSamePlace = byPosition(before, after) === 0 && compareOffers(before, after) === 0
  return isSamePlace ? now : { ...now, books: withoutBookOffer(now.books, before) }
}

function withEntry(now: LedgerSnapshot, entry: Entry): LedgerSnapshot {
  switch (entry.type) {
    case 'account':
      return withOwner(now, { ...ownerOf(now, entry.accountId), account: entry })
    case 'trustline': {
      const owner = ownerOf(now, entry.accountId)
      return withOwner(now, { ...owner, trustlines: put(owner.trustlines, byAsset, entry) })
    }
    case 'poolShare': {
      const owner = ownerOf(now, entry.accountId)
      return withOwner(now, { ...owner, poolShares: put(owner.poolShares, byPool, entry) })
    }
    case 'data': {
      const owner = ownerOf(now, entry.accountId)
      return withOwner(now, { ...owner, data: put(owner.data, byName, entry) })
    }
    case 'offer': {
      const owner = ownerOf(now, entry.seller)
      return {
        ...withOwner(now, { ...owner, offers: put(owner.offers, byOfferId, entry) }),
        offers: put(now.offers, byOfferId, entry),
        books: withBookOffer(now.books, entry),
      }
    }
    case 'claimableBalance':
      return { ...now, claimableBalances: put(now.claimableBalances, byId, entry) }
    case 'pool':
      return { ...now, pools: put(now.pools, byPoolId, entry), poolPairs: put(now.poolPairs, byAssets, entry) }
  }
}

function withoutEntry(now: LedgerSnapshot, entry: Entry): LedgerSnapshot {
  switch (entry.type) {
    case 'account':
      return withOwner(now, { ...ownerOf(now, entry.accountId), account: undefined })
    case 'trustline': {
      const owner = ownerOf(now, entry.accountId)
      return withOwner(now, { ...owner, trustlines: remove(owner.trustlines, byAsset, entry.asset) })
    }
    case 'poolShare': {
      const owner = ownerOf(now, entry.accountId)
      return withOwner(now, { ...owner, poolShares: remove(owner.poolShares, byPool, entry.poolId) })
    }
    case 'data': {
      const owner = ownerOf(now, entry.accountId)
      return withOwner(now, { ...owner, data: remove(owner.data, byName, entry.name) })
    }
    case 'offer': {
      const owner = ownerOf(now, entry.seller)
      return {
        ...withOwner(now, { ...owner, offers: remove(owner.offers, byOfferId, entry.id) }),
        offers: remove(now.offers, byOfferId, entry.id),
        books: withoutBookOffer(now.books, entry),
      }
    }
    case 'claimableBalance':
      return { ...now, claimableBalances: remove(now.claimableBalances, byId, entry.id) }
    case 'pool': {
      const poolPairs = remove(now.poolPairs, byAssets, pairOf(entry.assetA, entry.assetB))
      return { ...now, pools: remove(now.pools, byPoolId, entry.id), poolPairs }
    }
  }
}

function ownerOf({ owners }: LedgerSnapshot, accountId: string): Owner {
  const known = find(owners, byAccount, accountId)
  if (known !== undefined) return known
  const [trustlines, poolShares] = [emptySet<TrustlineEntry>(), emptySet<PoolShareEntry>()]
  return { accountId, account: undefined, trustlines, poolShares, offers: emptySet(), data: emptySet() }
}

function withOwner(now: LedgerSnapshot, owner: Owner): LedgerSnapshot {
  const { account, trustlines, poolShares, offers, data } = owner
  const isGone = account === undefined && trustlines.size + poolShares.size + offers.size + data.size === 0
  const owners = isGone ? remove(now.owners, byAccount, owner.accountId) : put(now.owners, byAccount, owner)
  return { ...now, owners }
}

function withBookOffer(books: SortedSet<PairOffers>, offer: OfferEntry): SortedSet<PairOffers> {
  const { selling, buying } = offer
  const offers = find(books, byPair, offer)?.offers ?? emptySet<OfferEntry>()
  return put(books, byPair, { selling, buying, offers: put(offers, byPrice, offer) })
}

function withoutBookOffer(books: SortedSet<PairOffers>, offer: OfferEntry): SortedSet<PairOffers> {
  const pair = find(books, byPair, offer)
  if (pair === undefined) return books
  const offers = remove(pair.offers, byPrice, offer)
  return offers.size === 0 ? remove(books, byPair, offer) : put(books, byPair, { ...pair, offers })
}

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
import {
  byAccount,
  byAsset,
  byBalanceId,
  byName,
  byOfferId,
  byPair,
  byPool,
  byPoolId,
  byPoolPair,
  currentEntry,
  emptyOwner,
  entriesOf,
  type LedgerSnapshot,
  type Owner,
  ownerAfter,
  ownerIdOf,
  type Pair,
  poolPair,
  snapshotAfter,
  type Write,
  withOwner,
} from './snapshot.ts'
import { emptySet, find, first, itemsOf, type SortedSet } from './sortedSet.ts'

/** The offers of one pair, best first. */
export type Book = {
  readonly size: number
  /** The same object as long as its offers are the same. */
  readonly revision: object
  best(): OfferEntry | undefined
  /** Best first. */
  offers(): Iterable<OfferEntry>
}

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
  /** Every pair of assets that has offers. */
  allPairs(): Iterable<Pair>
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
  /** The same write by write, in order: costs next to nothing. */
  writesSince(from: Savepoint): readonly Write[]
  /** Forgets the writes so far, once a ledger is closed. */
  commit(): void
  /** The state as a value, to keep or to go on from with {@link createLedgerState}. Costs nothing. */
  snapshot(): LedgerSnapshot
  /** The same ledger again, to try something on. Costs nothing; changes of the one do not reach the other. */
  fork(): LedgerState
}

/** Makes a ledger that begins as a snapshot. */
export function createLedgerState(start: LedgerSnapshot): LedgerState {
  let now = start
  let writes: Write[] = []

  /** The owner that was looked up last, and in which set: operations ask for the same one again and again. */
  let last:
    | { readonly owner: Owner | undefined; readonly accountId: string; readonly within: SortedSet<Owner> }
    | undefined

  const owner = (accountId: string): Owner | undefined => {
    if (last?.accountId === accountId && last.within === now.owners) return last.owner
    const found = find(now.owners, byAccount, accountId)
    last = { owner: found, accountId, within: now.owners }
    return found
  }
  const write = (change: Write, accountId: string | undefined): void => {
    writes.push(change)
    now = snapshotAfter(now, change)
    if (accountId === undefined) return
    const changed = ownerAfter(owner(accountId) ?? emptyOwner(accountId), change)
    now = withOwner(now, changed)
    last = { owner: changed, accountId, within: now.owners }
  }
  const current = (entry: Entry, accountId: string | undefined): Entry | undefined =>
    currentEntry(now, entry, accountId === undefined ? undefined : owner(accountId))

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
    claimableBalance: (id) => find(now.claimableBalances, byBalanceId, id),
    pool: (id) => find(now.pools, byPoolId, id),
    poolOf: (asset, other) => find(now.poolPairs, byPoolPair, poolPair(asset, other)),
    trustlinesOf: (accountId) => list(owner(accountId)?.trustlines),
    poolSharesOf: (accountId) => list(owner(accountId)?.poolShares),
    offersOf: (seller) => list(owner(seller)?.offers),
    dataOf: (accountId) => list(owner(accountId)?.data),
    allAccounts: () => accountsOf(now),
    allPairs: () => itemsOf(now.books),
    allOffers: () => list(now.offers),
    allPools: () => itemsOf(now.pools),
    allClaimableBalances: () => itemsOf(now.claimableBalances),
    allEntries: () => entriesOf(now),
    book: (selling, buying) => {
      const offers = find(now.books, byPair, { selling, buying })?.offers ?? emptySet<OfferEntry>()
      return { size: offers.size, revision: offers, best: () => first(offers), offers: () => itemsOf(offers) }
    },
    put: (entry) => {
      const lastModifiedLedger = now.header.ledgerSequence
      const after = entry.lastModifiedLedger === lastModifiedLedger ? entry : { ...entry, lastModifiedLedger }
      const accountId = ownerIdOf(entry)
      write({ before: current(entry, accountId), after }, accountId)
    },
    remove: (entry) => {
      const accountId = ownerIdOf(entry)
      const before = current(entry, accountId)
      if (before !== undefined) write({ before, after: undefined }, accountId)
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
    writesSince: (from) => writes.slice(from.writes),
    commit: () => {
      writes = []
    },
    snapshot: () => now,
    fork: () => createLedgerState(now),
  }
}

/** First state before, last state after, of every entry that was written. */
export function collectChanges(writes: readonly Write[], from = 0): readonly EntryChange[] {
  if (writes.length <= from + 1) return changeOf(writes[from])
  const spans = new Map<string, { readonly before: Entry | undefined; after: Entry | undefined }>()
  for (let at = from; at < writes.length; at += 1) {
    const { before, after } = writes[at] as Write
    const key = entryKey((after ?? before) as Entry)
    const span = spans.get(key)
    if (span === undefined) spans.set(key, { before, after })
    else span.after = after
  }
  return [...spans.values()].flatMap(changeOf)
}

function changeOf(write: Write | undefined): readonly EntryChange[] {
  if (write?.after !== undefined) {
    const { before, after } = write
    return [before === undefined ? { type: 'created', after } : { type: 'updated', before, after }]
  }
  return write?.before === undefined ? [] : [{ type: 'removed', before: write.before }]
}

function list<Item>(set: SortedSet<Item> | undefined): readonly Item[] {
  return set === undefined ? [] : [...itemsOf(set)]
}

function* accountsOf({ owners }: LedgerSnapshot): Generator<AccountEntry> {
  for (const { account } of itemsOf(owners)) if (account !== undefined) yield account
}

import { type Book, createBook } from './book.ts'
import {
  type AccountEntry,
  type AssetId,
  accountKey,
  type Entry,
  type EntryChange,
  entryKey,
  type OfferEntry,
  offerKey,
  type TrustlineEntry,
  trustlineKey,
} from './entries.ts'
import type { HeaderFields } from './header.ts'

/** A point in a ledger's close to which the state can be rolled back. */
export type Savepoint = number

/**
 * What the ledger holds now. Writes are journaled: a transaction or an operation that fails is rolled back to its savepoint, and what changed
 * since one is known entry by entry.
 */
export type LedgerState = {
  readonly header: HeaderFields
  setHeader(header: HeaderFields): void
  account(accountId: string): AccountEntry | undefined
  trustline(accountId: string, asset: AssetId): TrustlineEntry | undefined
  offer(id: bigint): OfferEntry | undefined
  trustlinesOf(accountId: string): readonly TrustlineEntry[]
  /** By id, oldest first. */
  offersOf(seller: string): readonly OfferEntry[]
  /** Every offer by id, oldest first. */
  allOffers(): readonly OfferEntry[]
  /** The book of those who sell one asset for another, best first. */
  book(selling: AssetId, buying: AssetId): Book
  put(entry: Entry): void
  remove(entry: Entry): void
  savepoint(): Savepoint
  rollback(to: Savepoint): void
  changesSince(from: Savepoint): readonly EntryChange[]
  /** Forgets the journal, once a ledger is closed. */
  commit(): void
}

type Write =
  | { readonly header: HeaderFields }
  | { readonly key: string; readonly before: Entry | undefined; readonly after: Entry | undefined }

/** Makes a ledger without entries. */
export function createLedgerState(first: HeaderFields): LedgerState {
  const entries = new Map<string, Entry>()
  const index = createIndex()
  let journal: Write[] = []
  let header = first

  const store = (key: string, before: Entry | undefined, after: Entry | undefined): void => {
    if (before !== undefined) index.remove(before)
    if (after === undefined) entries.delete(key)
    else {
      entries.set(key, after)
      index.insert(after)
    }
  }
  const write = (key: string, after: Entry | undefined): void => {
    const before = entries.get(key)
    journal.push({ key, before, after })
    store(key, before, after)
  }

  return {
    get header() {
      return header
    },
    setHeader: (next) => {
      journal.push({ header })
      header = next
    },
    account: (accountId) => entries.get(accountKey(accountId)) as AccountEntry | undefined,
    trustline: (accountId, asset) => entries.get(trustlineKey(accountId, asset)) as TrustlineEntry | undefined,
    offer: (id) => entries.get(offerKey(id)) as OfferEntry | undefined,
    trustlinesOf: index.trustlinesOf,
    offersOf: index.offersOf,
    allOffers: () => [...entries.values()].filter((entry) => entry.type === 'offer').sort(byId),
    book: index.book,
    put: (entry) => write(entryKey(entry), { ...entry, lastModifiedLedger: header.ledgerSequence }),
    remove: (entry) => write(entryKey(entry), undefined),
    savepoint: () => journal.length,
    rollback: (to) => {
      for (const undone of journal.splice(to).reverse()) {
        if ('header' in undone) header = undone.header
        else store(undone.key, undone.after, undone.before)
      }
    },
    changesSince: (from) => collectChanges(journal.slice(from)),
    commit: () => {
      journal = []
    },
  }
}

/** First state before, last state after, of every entry that was written. */
function collectChanges(writes: readonly Write[]): readonly EntryChange[] {
  const spans = new Map<string, { before: Entry | undefined; after: Entry | undefined }>()
  for (const write of writes) {
    if ('header' in write) continue
    const span = spans.get(write.key)
    if (span === undefined) spans.set(write.key, { before: write.before, after: write.after })
    else span.after = write.after
  }
  return [...spans.values()].flatMap(({ before, after }): EntryChange[] => {
    if (before === undefined) return after === undefined ? [] : [{ type: 'created', after }]
    return [after === undefined ? { type: 'removed', before } : { type: 'updated', before, after }]
  })
}

type Index = Pick<LedgerState, 'trustlinesOf' | 'offersOf' | 'book'> & {
  insert(entry: Entry): void
  remove(entry: Entry): void
}

/** Finds entries by owner and by pair. */
function createIndex(): Index {
  const trustlines = new Map<string, Map<AssetId, TrustlineEntry>>()
  const offers = new Map<string, Map<bigint, OfferEntry>>()
  const books = new Map<string, Book>()

  const book = (selling: AssetId, buying: AssetId): Book => {
    const pair = `${selling}>${buying}`
    const known = books.get(pair) ?? createBook()
    books.set(pair, known)
    return known
  }
  const insert = (entry: Entry): void => {
    if (entry.type === 'trustline') group(trustlines, entry.accountId).set(entry.asset, entry)
    if (entry.type !== 'offer') return
    group(offers, entry.seller).set(entry.id, entry)
    book(entry.selling, entry.buying).insert(entry)
  }
  const remove = (entry: Entry): void => {
    if (entry.type === 'trustline') ungroup(trustlines, entry.accountId, entry.asset)
    if (entry.type !== 'offer') return
    ungroup(offers, entry.seller, entry.id)
    const pair = book(entry.selling, entry.buying)
    pair.remove(entry)
    if (pair.size === 0) books.delete(`${entry.selling}>${entry.buying}`)
  }
  return {
    insert,
    remove,
    book: (selling, buying) => books.get(`${selling}>${buying}`) ?? createBook(),
    trustlinesOf: (accountId) => [...(trustlines.get(accountId)?.values() ?? [])],
    offersOf: (seller) => [...(offers.get(seller)?.values() ?? [])].sort(byId),
  }
}

function group<Key, Value>(groups: Map<string, Map<Key, Value>>, owner: string): Map<Key, Value> {
  const members = groups.get(owner) ?? new Map<Key, Value>()
  groups.set(owner, members)
  return members
}

function ungroup<Key, Value>(groups: Map<string, Map<Key, Value>>, owner: string, key: Key): void {
  const members = groups.get(owner)
  members?.delete(key)
  if (members?.size === 0) groups.delete(owner)
}

function byId(a: OfferEntry, b: OfferEntry): number {
  return a.id < b.id ? -1 : Number(a.id > b.id)
}

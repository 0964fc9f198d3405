import {
  type AccountEntry,
  type AssetId,
  AUTHORIZED,
  AUTHORIZED_TO_MAINTAIN_LIABILITIES,
  type Entry,
  type TrustlineEntry,
} from '../ledger/entries.ts'
import type { Write } from '../ledger/snapshot.ts'
import { emptySet, type SortedSet, type Sorting } from '../ledger/sortedSet.ts'
import {
  type AssetStatistics,
  compareAssets,
  draftStatistics,
  type StatisticsDraft,
  type TallyKind,
} from './assetStatistics.ts'
import {
  accountKeys,
  assetKeys,
  type BalancePlace,
  balanceKeys,
  hasSameKeys,
  keyFor,
  offerKeys,
  placeOf,
  sponsorKeys,
} from './entryKeys.ts'
import { compareText, draftGroups, type Groups, type GroupsDraft } from './groups.ts'

/** An account with the number of reasons why it is in a group: a sponsor may pay for several entries of its. */
export type Listed = { readonly accountId: string; readonly reasons: number }

/** What can be looked up of one ledger's state beyond its keys, as a value. The groups' keys are those of `keyFor`. */
export type IndexTables = {
  readonly accounts: Groups<Listed>
  readonly offers: Groups<bigint>
  readonly balances: Groups<BalancePlace>
  readonly pools: Groups<string>
  readonly assets: Groups<AssetId>
  readonly statistics: SortedSet<AssetStatistics>
}

export const NO_TABLES: IndexTables = {
  accounts: emptySet(),
  offers: emptySet(),
  balances: emptySet(),
  pools: emptySet(),
  assets: emptySet(),
  statistics: emptySet(),
}

export const byListed: Sorting<Listed, string> = { keyOf: ({ accountId }) => accountId, compare: compareText }
export const byText: Sorting<string, string> = { keyOf: (text) => text, compare: compareText }
export const byNumber: Sorting<bigint, bigint> = { keyOf: (id) => id, compare: (a, b) => (a < b ? -1 : Number(a > b)) }
export const byPlace: Sorting<BalancePlace, BalancePlace> = {
  keyOf: (place) => place,
  compare: (a, b) => a.ledger - b.ledger || compareText(a.id, b.id),
}
export const byAsset: Sorting<AssetId, AssetId> = { keyOf: (asset) => asset, compare: compareAssets }

type Draft = {
  readonly accounts: GroupsDraft<Listed, string>
  readonly offers: GroupsDraft<bigint, bigint>
  readonly balances: GroupsDraft<BalancePlace, BalancePlace>
  readonly pools: GroupsDraft<string, string>
  readonly statistics: StatisticsDraft
}

/** The tables after entries have changed. */
export function tablesAfter(tables: IndexTables, changes: Iterable<Write>): IndexTables {
  const draft: Draft = {
    accounts: draftGroups(tables.accounts, byListed),
    offers: draftGroups(tables.offers, byNumber),
    balances: draftGroups(tables.balances, byPlace),
    pools: draftGroups(tables.pools, byText),
    statistics: draftStatistics(tables.statistics),
  }
  for (const { before, after } of changes) {
    const isMoved = before === undefined || after === undefined || !hasSameKeys(before, after)
    if (before !== undefined) countHoldings(draft.statistics, before, -1n)
    if (after !== undefined) countHoldings(draft.statistics, after, 1n)
    if (isMoved && before !== undefined) countKeys(draft, before, -1)
    if (isMoved && after !== undefined) countKeys(draft, after, 1)
  }
  const { statistics, appeared, vanished } = draft.statistics.done()
  const assets = draftGroups(tables.assets, byAsset)
  for (const asset of appeared) for (const key of assetKeys(asset)) assets.add(key, asset)
  for (const asset of vanished) for (const key of assetKeys(asset)) assets.drop(key, asset)
  return {
    accounts: draft.accounts.done(),
    offers: draft.offers.done(),
    balances: draft.balances.done(),
    pools: draft.pools.done(),
    assets: assets.done(),
    statistics,
  }
}

function countKeys(draft: Draft, entry: Entry, by: 1 | -1): void {
  switch (entry.type) {
    case 'account':
      countAccount(draft, entry, { keys: accountKeys(entry), by })
      return
    case 'trustline':
      countAccount(draft, entry, { keys: [keyFor.asset(entry.asset), ...sponsorKeys(entry)], by })
      return
    case 'poolShare':
      countAccount(draft, entry, { keys: [keyFor.pool(entry.poolId), ...sponsorKeys(entry)], by })
      return
    case 'data':
      countAccount(draft, entry, { keys: sponsorKeys(entry), by })
      return
    case 'offer':
      list(draft.offers, entry.id, { keys: offerKeys(entry), by })
      return
    case 'claimableBalance':
      list(draft.balances, placeOf(entry), { keys: balanceKeys(entry), by })
      return
    case 'pool':
      list(draft.pools, entry.id, { keys: [keyFor.asset(entry.assetA), keyFor.asset(entry.assetB)], by })
  }
}

type Listing = { readonly keys: readonly string[]; readonly by: 1 | -1 }

function list<Item>(draft: GroupsDraft<Item, Item>, item: Item, { keys, by }: Listing): void {
  for (const key of keys) by === 1 ? draft.add(key, item) : draft.drop(key, item)
}

/** An account stays in a group until the last reason for that is gone. */
function countAccount(
  { accounts }: Draft,
  { accountId }: Pick<AccountEntry, 'accountId'>,
  { keys, by }: Listing,
): void {
  for (const key of keys) {
    const reasons = (accounts.find(key, accountId)?.reasons ?? 0) + by
    if (reasons > 0) accounts.add(key, { accountId, reasons })
    else accounts.drop(key, accountId)
  }
}

function countHoldings(statistics: StatisticsDraft, entry: Entry, by: 1n | -1n): void {
  if (entry.type === 'trustline') {
    statistics.count(entry.asset, authorizationOf(entry), { amount: entry.balance, by })
  } else if (entry.type === 'claimableBalance') {
    statistics.count(entry.asset, 'claimable', { amount: entry.amount, by })
  } else if (entry.type === 'pool') {
    statistics.count(entry.assetA, 'pooled', { amount: entry.reserveA, by })
    statistics.count(entry.assetB, 'pooled', { amount: entry.reserveB, by })
  }
}

function authorizationOf({ flags }: TrustlineEntry): TallyKind {
  if ((flags & AUTHORIZED) !== 0) return 'authorized'
  return (flags & AUTHORIZED_TO_MAINTAIN_LIABILITIES) === 0 ? 'unauthorized' : 'maintaining'
}

import {
  type AccountEntry,
  type AssetId,
  AUTHORIZED,
  AUTHORIZED_TO_MAINTAIN_LIABILITIES,
  type ClaimableBalanceEntry,
  type Entry,
  type OfferEntry,
  type TrustlineEntry,
} from '../ledger/entries.ts'
import type { Write } from '../ledger/snapshot.ts'
import { emptySet, type SortedSet } from '../ledger/sortedSet.ts'
import {
  type AssetStatistics,
  compareAssets,
  draftStatistics,
  type StatisticsDraft,
  type TallyKind,
} from './assetStatistics.ts'
import { type Compare, compareText, draftGroups, type Groups, type GroupsDraft } from './groups.ts'

/** The place of a claimable balance among all: those that changed last come last. */
export type BalancePlace = { readonly ledger: number; readonly id: string }

/** What can be looked up of one ledger's state beyond its keys, as a value. The groups' keys are those of `keyFor`. */
export type IndexTables = {
  readonly accounts: Groups<string>
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

export const compareIds: Compare<bigint> = (a, b) => (a < b ? -1 : Number(a > b))
export const comparePlaces: Compare<BalancePlace> = (a, b) => a.ledger - b.ledger || compareText(a.id, b.id)

/** The keys of groups. */
export const keyFor = {
  signer: (key: string): string => `signer/${key}`,
  sponsor: (accountId: string): string => `sponsor/${accountId}`,
  asset: (asset: AssetId): string => `asset/${asset}`,
  pool: (poolId: string): string => `pool/${poolId}`,
  selling: (asset: AssetId): string => `selling/${asset}`,
  buying: (asset: AssetId): string => `buying/${asset}`,
  pair: (selling: AssetId, buying: AssetId): string => `pair/${selling}/${buying}`,
  claimant: (accountId: string): string => `claimant/${accountId}`,
  code: (code: string): string => `code/${code}`,
  issuer: (accountId: string): string => `issuer/${accountId}`,
  all: 'all',
}

type Draft = {
  readonly accounts: GroupsDraft<string>
  readonly offers: GroupsDraft<bigint>
  readonly balances: GroupsDraft<BalancePlace>
  readonly pools: GroupsDraft<string>
  readonly statistics: StatisticsDraft
}

/** The tables after entries have changed. */
export function tablesAfter(tables: IndexTables, changes: Iterable<Write>): IndexTables {
  const draft: Draft = {
    accounts: draftGroups(tables.accounts, compareText),
    offers: draftGroups(tables.offers, compareIds),
    balances: draftGroups(tables.balances, comparePlaces),
    pools: draftGroups(tables.pools, compareText),
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
  const assets = draftGroups(tables.assets, compareAssets)
  for (const asset of appeared) for (const key of assetKeys(asset)) assets.count(key, asset, 1)
  for (const asset of vanished) for (const key of assetKeys(asset)) assets.count(key, asset, -1)
  return {
    accounts: draft.accounts.done(),
    offers: draft.offers.done(),
    balances: draft.balances.done(),
    pools: draft.pools.done(),
    assets: assets.done(),
    statistics,
  }
}

/** Most changes are of amounts, which leave an entry where it is. */
function hasSameKeys(before: Entry, after: Entry): boolean {
  if (before.sponsor !== after.sponsor) return false
  if (before.type === 'account' && after.type === 'account') return before.signers === after.signers
  if (before.type === 'offer' && after.type === 'offer') {
    return before.selling === after.selling && before.buying === after.buying
  }
  return before.type !== 'claimableBalance' // its place is that of its last change
}

function countKeys(draft: Draft, entry: Entry, by: 1 | -1): void {
  switch (entry.type) {
    case 'account':
      for (const key of accountKeys(entry)) draft.accounts.count(key, entry.accountId, by)
      return
    case 'trustline':
      for (const key of [keyFor.asset(entry.asset), ...sponsorKeys(entry)])
        draft.accounts.count(key, entry.accountId, by)
      return
    case 'poolShare':
      for (const key of [keyFor.pool(entry.poolId), ...sponsorKeys(entry)])
        draft.accounts.count(key, entry.accountId, by)
      return
    case 'data':
      for (const key of sponsorKeys(entry)) draft.accounts.count(key, entry.accountId, by)
      return
    case 'offer':
      for (const key of offerKeys(entry)) draft.offers.count(key, entry.id, by)
      return
    case 'claimableBalance':
      for (const key of balanceKeys(entry)) draft.balances.count(key, placeOf(entry), by)
      return
    case 'pool':
      for (const asset of [entry.assetA, entry.assetB]) draft.pools.count(keyFor.asset(asset), entry.id, by)
  }
}

/** Its own key is not among them: that signs for every account, unless it was given no weight. */
function accountKeys(account: AccountEntry): readonly string[] {
  const { signers } = account
  return [
    ...signers.map(({ key }) => keyFor.signer(key)),
    ...signers.flatMap(({ sponsor }) => sponsorKeys({ sponsor })),
    ...sponsorKeys(account),
  ]
}

function offerKeys(offer: OfferEntry): readonly string[] {
  const { selling, buying } = offer
  return [keyFor.selling(selling), keyFor.buying(buying), keyFor.pair(selling, buying), ...sponsorKeys(offer)]
}

function balanceKeys(balance: ClaimableBalanceEntry): readonly string[] {
  const claimants = new Set(balance.claimants.map(({ accountId }) => keyFor.claimant(accountId)))
  return [keyFor.all, keyFor.asset(balance.asset), ...claimants, ...sponsorKeys(balance)]
}

export function placeOf({ lastModifiedLedger: ledger, id }: ClaimableBalanceEntry): BalancePlace {
  return { ledger, id }
}

function sponsorKeys({ sponsor }: Pick<Entry, 'sponsor'>): readonly string[] {
  return typeof sponsor === 'string' ? [keyFor.sponsor(sponsor)] : []
}

function assetKeys(asset: AssetId): readonly string[] {
  const [code = '', issuer = ''] = asset.split(':')
  return [keyFor.code(code), keyFor.issuer(issuer)]
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

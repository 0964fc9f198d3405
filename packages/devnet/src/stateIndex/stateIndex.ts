import type { AssetId, OfferEntry, PoolEntry, PoolShareEntry } from '../ledger/entries.ts'
import {
  byAccount,
  byOfferId,
  byPool,
  byPoolId,
  byPoolPair,
  type LedgerSnapshot,
  poolPair,
} from '../ledger/snapshot.ts'
import { emptySet, find, put } from '../ledger/sortedSet.ts'
import { type AssetStatistics, byAssetName } from './assetStatistics.ts'
import {
  type BalanceCriteria,
  type BalancePlace,
  balanceKey,
  keyFor,
  type OfferCriteria,
  offerKey,
} from './entryKeys.ts'
import { groupOf, listGroup } from './groups.ts'
import { byAsset, byListed, byNumber, byPlace, byText, type IndexTables } from './indexTables.ts'
import { intersection, type Listing, listingOf } from './listing.ts'

export type AccountFilter =
  /** Who may sign for it, with some weight. */
  | { readonly signer: string }
  /** Who pays the reserve of the account, or of a trustline, a signer or a data entry of its. */
  | { readonly sponsor: string }
  /** An issued asset that it trusts. */
  | { readonly asset: AssetId }
  | { readonly pool: string }

export type OfferFilter = OfferCriteria & { readonly seller?: string | undefined }

/** Either who holds shares, or up to two of the assets inside. */
export type PoolFilter = { readonly holder: string } | { readonly reserves: readonly AssetId[] }

/** What is given of an asset's name. */
export type AssetName = { readonly code?: string | undefined; readonly issuer?: string | undefined }

/** What is found in one ledger's state by anything but a key. Listings give keys, in Horizon's order. */
export type StateIndex = {
  /** By id. */
  accounts(filter: AccountFilter): Listing<string>
  /** By id. */
  offers(filter: OfferFilter): Listing<bigint>
  /** By the ledger of their last change, then by id. */
  claimableBalances(criteria: BalanceCriteria): Listing<BalancePlace>
  /** By id. */
  pools(filter: PoolFilter): Listing<string>
  /** Issued assets that somebody has an entry of, by code and issuer. */
  assets(name: AssetName): Listing<AssetId>
  statistics(asset: AssetId): AssetStatistics | undefined
}

/** Reads the tables of a ledger. */
export function readIndex(snapshot: LedgerSnapshot, tables: IndexTables): StateIndex {
  return {
    accounts: (filter) => {
      if ('signer' in filter) return accountsSignedBy(snapshot, tables, filter.signer)
      return listGroup(tables.accounts, accountKey(filter), byListed)
    },
    offers: ({ seller, ...criteria }) => {
      const met = offersThatMeet(snapshot, tables, criteria)
      return seller === undefined ? met : intersection(offersOfSeller(snapshot, seller), met)
    },
    claimableBalances: (criteria) => listGroup(tables.balances, balanceKey(criteria), byPlace),
    pools: (filter) =>
      'holder' in filter
        ? listingOf(find(snapshot.owners, byAccount, filter.holder)?.poolShares ?? emptySet<PoolShareEntry>(), byPool)
        : poolsThatHold(snapshot, tables, filter.reserves),
    assets: (name) => assetsNamed(tables, name),
    statistics: (asset) => find(tables.statistics, byAssetName, asset),
  }
}

function accountKey(filter: Exclude<AccountFilter, { readonly signer: string }>): string {
  if ('sponsor' in filter) return keyFor.sponsor(filter.sponsor)
  return 'asset' in filter ? keyFor.asset(filter.asset) : keyFor.pool(filter.pool)
}

/** A key signs for the account of its own name too, as long as that gives it weight. */
function accountsSignedBy({ owners }: LedgerSnapshot, { accounts }: IndexTables, signer: string): Listing<string> {
  const [weight = 0] = find(owners, byAccount, signer)?.account?.thresholds ?? []
  const key = keyFor.signer(signer)
  if (weight === 0) return listGroup(accounts, key, byListed)
  return listingOf(put(groupOf(accounts, key), byListed, { accountId: signer, reasons: 1 }), byListed)
}

/** A thousand at most, as many as an account may have subentries. */
function offersOfSeller({ owners }: LedgerSnapshot, seller: string): Listing<bigint> {
  return listingOf(find(owners, byAccount, seller)?.offers ?? emptySet<OfferEntry>(), byOfferId)
}

function offersThatMeet(snapshot: LedgerSnapshot, tables: IndexTables, criteria: OfferCriteria): Listing<bigint> {
  const { sponsor, selling, buying } = criteria
  const isAnyAsked = sponsor !== undefined || selling !== undefined || buying !== undefined
  return isAnyAsked ? listGroup(tables.offers, offerKey(criteria), byNumber) : listingOf(snapshot.offers, byOfferId)
}

/** Two assets have one pool at most. */
function poolsThatHold(snapshot: LedgerSnapshot, tables: IndexTables, reserves: readonly AssetId[]): Listing<string> {
  const [asset, other] = reserves
  if (asset === undefined) return listingOf(snapshot.pools, byPoolId)
  if (other === undefined || other === asset) return listGroup(tables.pools, keyFor.asset(asset), byText)
  const pool = find(snapshot.poolPairs, byPoolPair, poolPair(asset, other))
  return listingOf(pool === undefined ? emptySet<PoolEntry>() : put(emptySet<PoolEntry>(), byPoolId, pool), byPoolId)
}

/** Code and issuer together name one asset. */
function assetsNamed({ assets, statistics }: IndexTables, { code, issuer }: AssetName): Listing<AssetId> {
  if (code === undefined && issuer === undefined) return listingOf(statistics, byAssetName)
  if (code === undefined) return listGroup(assets, keyFor.issuer(issuer ?? ''), byAsset)
  if (issuer === undefined) return listGroup(assets, keyFor.code(code), byAsset)
  const known = find(statistics, byAssetName, `${code}:${issuer}`)
  return listingOf(
    known === undefined ? emptySet<AssetStatistics>() : put(emptySet<AssetStatistics>(), byAssetName, known),
    byAssetName,
  )
}

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
import { type BalancePlace, keyFor } from './entryKeys.ts'
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

/** What is given has to hold all together. */
export type OfferFilter = {
  readonly seller?: string | undefined
  readonly sponsor?: string | undefined
  readonly selling?: AssetId | undefined
  readonly buying?: AssetId | undefined
}

/** What is given has to hold all together. */
export type BalanceFilter = {
  readonly asset?: AssetId | undefined
  readonly sponsor?: string | undefined
  readonly claimant?: string | undefined
}

/** Either who holds shares, or up to two of the assets inside. */
export type PoolFilter = { readonly holder: string } | { readonly reserves: readonly AssetId[] }

/** What is found in one ledger's state by anything but a key. Listings give keys, in Horizon's order. */
export type StateIndex = {
  /** By id. */
  accounts(filter: AccountFilter): Listing<string>
  /** By id. */
  offers(filter: OfferFilter): Listing<bigint>
  /** By the ledger of their last change, then by id. */
  claimableBalances(filter: BalanceFilter): Listing<BalancePlace>
  /** By id. */
  pools(filter: PoolFilter): Listing<string>
  /** Issued assets that somebody has an entry of, by code and issuer. */
  assets(filter: { readonly code?: string | undefined; readonly issuer?: string | undefined }): Listing<AssetId>
  statistics(asset: AssetId): AssetStatistics | undefined
}

/** Reads the tables of a ledger. */
export function readIndex(snapshot: LedgerSnapshot, tables: IndexTables): StateIndex {
  const accountsOf = (key: string): Listing<string> => listGroup(tables.accounts, key, byListed)
  const offersOf = (key: string): Listing<bigint> => listGroup(tables.offers, key, byNumber)
  const balancesOf = (key: string): Listing<BalancePlace> => listGroup(tables.balances, key, byPlace)
  const assetsOf = (key: string): Listing<AssetId> => listGroup(tables.assets, key, byAsset)
  return {
    accounts: (filter) => {
      if ('signer' in filter) return accountsSignedBy(snapshot, tables, filter.signer)
      if ('sponsor' in filter) return accountsOf(keyFor.sponsor(filter.sponsor))
      return accountsOf('asset' in filter ? keyFor.asset(filter.asset) : keyFor.pool(filter.pool))
    },
    offers: ({ seller, sponsor, selling, buying }) =>
      inAllOf(
        listingOf(snapshot.offers, byOfferId),
        seller === undefined ? undefined : sellersOffers(snapshot, seller),
        sponsor === undefined ? undefined : offersOf(keyFor.sponsor(sponsor)),
        offersOfPair(selling, buying, offersOf),
      ),
    claimableBalances: ({ asset, sponsor, claimant }) =>
      inAllOf(
        balancesOf(keyFor.all),
        asset === undefined ? undefined : balancesOf(keyFor.asset(asset)),
        sponsor === undefined ? undefined : balancesOf(keyFor.sponsor(sponsor)),
        claimant === undefined ? undefined : balancesOf(keyFor.claimant(claimant)),
      ),
    pools: (filter) =>
      'holder' in filter
        ? listingOf(find(snapshot.owners, byAccount, filter.holder)?.poolShares ?? emptySet<PoolShareEntry>(), byPool)
        : poolsOf(snapshot, tables, filter.reserves),
    assets: ({ code, issuer }) =>
      inAllOf(
        listingOf(tables.statistics, byAssetName),
        code === undefined ? undefined : assetsOf(keyFor.code(code)),
        issuer === undefined ? undefined : assetsOf(keyFor.issuer(issuer)),
      ),
    statistics: (asset) => find(tables.statistics, byAssetName, asset),
  }
}

/** What is in all of those that are given, or simply all. */
function inAllOf<Key>(all: Listing<Key>, ...given: readonly (Listing<Key> | undefined)[]): Listing<Key> {
  const [first = all, ...more] = given.filter((listing) => listing !== undefined)
  return intersection(first, ...more)
}

/** A key signs for the account of its own name too, as long as that gives it weight. */
function accountsSignedBy({ owners }: LedgerSnapshot, { accounts }: IndexTables, signer: string): Listing<string> {
  const [weight = 0] = find(owners, byAccount, signer)?.account?.thresholds ?? []
  const key = keyFor.signer(signer)
  if (weight === 0) return listGroup(accounts, key, byListed)
  return listingOf(put(groupOf(accounts, key), byListed, { accountId: signer, reasons: 1 }), byListed)
}

function sellersOffers({ owners }: LedgerSnapshot, seller: string): Listing<bigint> {
  return listingOf(find(owners, byAccount, seller)?.offers ?? emptySet<OfferEntry>(), byOfferId)
}

function offersOfPair(
  selling: AssetId | undefined,
  buying: AssetId | undefined,
  offersOf: (key: string) => Listing<bigint>,
): Listing<bigint> | undefined {
  if (selling !== undefined && buying !== undefined) return offersOf(keyFor.pair(selling, buying))
  if (selling !== undefined) return offersOf(keyFor.selling(selling))
  return buying === undefined ? undefined : offersOf(keyFor.buying(buying))
}

/** Two assets have one pool at most. */
function poolsOf(snapshot: LedgerSnapshot, tables: IndexTables, reserves: readonly AssetId[]): Listing<string> {
  const [asset, other] = reserves
  if (asset === undefined) return listingOf(snapshot.pools, byPoolId)
  if (other === undefined || other === asset) return listGroup(tables.pools, keyFor.asset(asset), byText)
  const pool = find(snapshot.poolPairs, byPoolPair, poolPair(asset, other))
  return listingOf(
    pool === undefined ? emptySet<PoolEntry>() : { size: 1, items: [pool], children: undefined },
    byPoolId,
  )
}

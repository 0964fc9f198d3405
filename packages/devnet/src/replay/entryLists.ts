import { xdr } from '@stellar/stellar-sdk'
import type { Entry } from '../ledger/entries.ts'
import { entryOf } from '../ledger/entryOf.ts'
import { entryKeyWire, entryWire } from '../ledger/entryWire.ts'
import type { EntryLists, Json } from './scenario.ts'

const NO_EXTENSION = { v: 0 } as const

/** Reads the entries of a scenario. */
export function readEntries(lists: EntryLists): readonly Entry[] {
  const sponsors = new Map((lists.sponsorships ?? []).map(({ key, sponsor }) => [keyText(key), sponsor]))
  const data: readonly xdr.LedgerEntryDataWire[] = [
    ...lists.accounts.map((json) => ({ type: 0, account: xdr.AccountEntry.fromJson(json).toXdrObject() }) as const),
    ...lists.trustlines.map(
      (json) => ({ type: 1, trustLine: xdr.TrustLineEntry.fromJson(json).toXdrObject() }) as const,
    ),
    ...lists.offers.map((json) => ({ type: 2, offer: xdr.OfferEntry.fromJson(json).toXdrObject() }) as const),
    ...(lists.data ?? []).map((json) => ({ type: 3, data: xdr.DataEntry.fromJson(json).toXdrObject() }) as const),
    ...(lists.claimableBalances ?? []).map(
      (json) => ({ type: 4, claimableBalance: xdr.ClaimableBalanceEntry.fromJson(json).toXdrObject() }) as const,
    ),
    ...lists.pools.map(
      (json) => ({ type: 5, liquidityPool: xdr.LiquidityPoolEntry.fromJson(json).toXdrObject() }) as const,
    ),
  ]
  return data.flatMap((wire) => {
    const entry = entryOf({ lastModifiedLedgerSeq: 0, data: wire, ext: NO_EXTENSION })
    if (entry === undefined) return []
    const sponsor = sponsors.size === 0 ? undefined : sponsors.get(keyText(keyJson(entry)))
    return sponsor === undefined ? [entry] : [{ ...entry, sponsor } as Entry]
  })
}

/** Writes entries in the form of a scenario, each list sorted by key. */
export function writeEntries(entries: Iterable<Entry>): Required<EntryLists> {
  const lists = {
    accounts: [] as Json[],
    trustlines: [] as Json[],
    offers: [] as Json[],
    pools: [] as Json[],
    data: [] as Json[],
    claimableBalances: [] as Json[],
    sponsorships: [] as { readonly key: Json; readonly sponsor: string }[],
  }
  for (const entry of entries) {
    const { data } = entryWire(entry)
    switch (data.type) {
      case 0:
        lists.accounts.push(xdr.AccountEntry.fromXdrObject(data.account).toJson())
        break
      case 1:
        lists.trustlines.push(xdr.TrustLineEntry.fromXdrObject(data.trustLine).toJson())
        break
      case 2:
        lists.offers.push(xdr.OfferEntry.fromXdrObject(data.offer).toJson())
        break
      case 3:
        lists.data.push(xdr.DataEntry.fromXdrObject(data.data).toJson())
        break
      case 4:
        lists.claimableBalances.push(xdr.ClaimableBalanceEntry.fromXdrObject(data.claimableBalance).toJson())
        break
      case 5:
        lists.pools.push(xdr.LiquidityPoolEntry.fromXdrObject(data.liquidityPool).toJson())
        break
      default:
        break // contracts make no entries here
    }
    if (typeof entry.sponsor === 'string') lists.sponsorships.push({ key: keyJson(entry), sponsor: entry.sponsor })
  }
  return lists
}

/** What names an entry of a list among its like. */
export function identityOf(list: keyof EntryLists, json: Json): string {
  const fields =
    typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as { readonly [key: string]: Json }) : {}
  return JSON.stringify(IDENTITY[list].map((field) => fields[field] ?? null))
}

const IDENTITY: Readonly<Record<keyof EntryLists, readonly string[]>> = {
  accounts: ['account_id'],
  trustlines: ['account_id', 'asset'],
  offers: ['offer_id'],
  pools: ['liquidity_pool_id'],
  data: ['account_id', 'data_name'],
  claimableBalances: ['balance_id'],
  sponsorships: ['key'],
}

function keyJson(entry: Entry): Json {
  return xdr.LedgerKey.fromXdrObject(entryKeyWire(entry)).toJson()
}

function keyText(key: Json): string {
  return JSON.stringify(key)
}

import { Buffer } from 'node:buffer'
import type { xdr } from '@stellar/stellar-sdk'
import type {
  AccountEntry,
  ClaimableBalanceEntry,
  DataEntry,
  Entry,
  OfferEntry,
  PoolEntry,
  PoolShareEntry,
  Signer,
  Sponsor,
  TrustlineEntry,
} from './entries.ts'
import { CLAWBACK_ENABLED, PASSIVE } from './entryWire.ts'
import { predicateOf } from './predicates.ts'
import { signerKeyText } from './signers.ts'
import { accountIdOf, assetIdOf } from './wire.ts'

/** An entry from what the ledger writes; undefined for those that only contracts make. */
export function entryOf({ lastModifiedLedgerSeq, data, ext }: xdr.LedgerEntryWire): Entry | undefined {
  const common = { sponsor: sponsorOf(ext), lastModifiedLedger: lastModifiedLedgerSeq }
  switch (data.type) {
    case 0:
      return { ...accountOf(data.account), ...common }
    case 1:
      return { ...trustlineOf(data.trustLine), ...common }
    case 2:
      return { ...offerOf(data.offer), ...common }
    case 3:
      return { ...dataOf(data.data), ...common }
    case 4:
      return { ...claimableBalanceOf(data.claimableBalance), ...common }
    case 5:
      return { ...poolOf(data.liquidityPool), sponsor: undefined, lastModifiedLedger: lastModifiedLedgerSeq }
    default:
      return undefined
  }
}

function sponsorOf(ext: xdr.LedgerEntryExtWire): Sponsor {
  if (ext.v === 0) return undefined
  return ext.v1.sponsoringId === null ? null : accountIdOf(ext.v1.sponsoringId)
}

type Common = 'sponsor' | 'lastModifiedLedger'

function accountOf(account: xdr.AccountEntryWire): Omit<AccountEntry, Common> {
  const v1 = account.ext.v === 0 ? undefined : account.ext.v1
  const v2 = v1 === undefined || v1.ext.v === 0 ? undefined : v1.ext.v2
  const v3 = v2 === undefined || v2.ext.v === 0 ? undefined : v2.ext.v3
  const [master = 0, low = 0, medium = 0, high = 0] = account.thresholds
  return {
    type: 'account',
    accountId: accountIdOf(account.accountId),
    balance: account.balance,
    sequence: account.seqNum,
    subentryCount: account.numSubEntries,
    numSponsoring: v2?.numSponsoring ?? 0,
    numSponsored: v2?.numSponsored ?? 0,
    flags: account.flags,
    homeDomain: account.homeDomain.toString(),
    thresholds: [master, low, medium, high],
    signers: account.signers.map((signer, at) => signerOf(signer, v2?.signerSponsoringIDs[at] ?? null)),
    inflationDestination: account.inflationDest === null ? undefined : accountIdOf(account.inflationDest),
    sellingLiabilities: v1?.liabilities.selling ?? 0n,
    buyingLiabilities: v1?.liabilities.buying ?? 0n,
    sequenceLedger: v3?.seqLedger ?? 0,
    sequenceTime: Number(v3?.seqTime ?? 0n),
    extension: depth(v1, v2, v3),
  }
}

function depth(v1: unknown, v2: unknown, v3: unknown): 0 | 1 | 2 | 3 {
  if (v3 !== undefined) return 3
  if (v2 !== undefined) return 2
  return v1 === undefined ? 0 : 1
}

function signerOf({ key, weight }: xdr.SignerWire, sponsor: xdr.AccountIdWire | null): Signer {
  return { key: signerKeyText(key), weight, sponsor: sponsor === null ? undefined : accountIdOf(sponsor) }
}

function trustlineOf(line: xdr.TrustLineEntryWire): Omit<TrustlineEntry, Common> | Omit<PoolShareEntry, Common> {
  const { asset, balance, limit, flags, ext } = line
  const accountId = accountIdOf(line.accountId)
  if (asset.type === 3) {
    return { type: 'poolShare', accountId, poolId: Buffer.from(asset.liquidityPoolId).toString('hex'), balance, limit }
  }
  const v1 = ext.v === 0 ? undefined : ext.v1
  const v2 = v1 === undefined || v1.ext.v === 0 ? undefined : v1.ext.v2
  return {
    type: 'trustline',
    accountId,
    asset: assetIdOf(asset),
    balance,
    limit,
    flags,
    sellingLiabilities: v1?.liabilities.selling ?? 0n,
    buyingLiabilities: v1?.liabilities.buying ?? 0n,
    poolUseCount: v2?.liquidityPoolUseCount ?? 0,
    extension: v2 === undefined ? (v1 === undefined ? 0 : 1) : 2,
  }
}

function offerOf(offer: xdr.OfferEntryWire): Omit<OfferEntry, Common> {
  const { offerId: id, sellerId, selling, buying, amount, price, flags } = offer
  return {
    type: 'offer',
    id,
    seller: accountIdOf(sellerId),
    selling: assetIdOf(selling),
    buying: assetIdOf(buying),
    amount,
    price,
    passive: (flags & PASSIVE) !== 0,
  }
}

function dataOf({ accountId, dataName, dataValue }: xdr.DataEntryWire): Omit<DataEntry, Common> {
  const value = Buffer.from(dataValue).toString('base64')
  return { type: 'data', accountId: accountIdOf(accountId), name: dataName.toString(), value }
}

function claimableBalanceOf(balance: xdr.ClaimableBalanceEntryWire): Omit<ClaimableBalanceEntry, Common> {
  const { balanceId, claimants, asset, amount, ext } = balance
  return {
    type: 'claimableBalance',
    id: Buffer.from(balanceId.v0).toString('hex'),
    claimants: claimants.map(({ v0 }) => ({
      accountId: accountIdOf(v0.destination),
      predicate: predicateOf(v0.predicate),
    })),
    asset: assetIdOf(asset),
    amount,
    clawbackEnabled: ext.v === 1 && (ext.v1.flags & CLAWBACK_ENABLED) !== 0,
  }
}

function poolOf({ liquidityPoolId, body }: xdr.LiquidityPoolEntryWire): Omit<PoolEntry, Common> {
  const { params, reserveA, reserveB, totalPoolShares, poolSharesTrustLineCount } = body.constantProduct
  return {
    type: 'pool',
    id: Buffer.from(liquidityPoolId).toString('hex'),
    assetA: assetIdOf(params.assetA),
    assetB: assetIdOf(params.assetB),
    reserveA,
    reserveB,
    totalShares: totalPoolShares,
    trustlineCount: poolSharesTrustLineCount,
  }
}

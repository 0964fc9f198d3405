import { Buffer } from 'node:buffer'
import { POOL_FEE_BPS } from '@sdex/matching'
import { xdr } from '@stellar/stellar-sdk'
import type {
  AccountEntry,
  ClaimableBalanceEntry,
  Entry,
  EntryChange,
  OfferEntry,
  PoolEntry,
  PoolShareEntry,
  TrustlineEntry,
} from './entries.ts'
import { predicateWire } from './predicates.ts'
import { signerKeyWire } from './signers.ts'
import { accountWire, assetWire } from './wire.ts'

/** Of an offer's flags. */
export const PASSIVE = 1
/** Of the flags of a claimable balance's extension. */
export const CLAWBACK_ENABLED = 1
const NO_EXTENSION = { v: 0 } as const

/** An entry as the ledger writes it. */
export function entryWire(entry: Entry): xdr.LedgerEntryWire {
  const { sponsor } = entry
  const sponsoringId = typeof sponsor === 'string' ? accountWire(sponsor) : null
  return {
    lastModifiedLedgerSeq: entry.lastModifiedLedger,
    data: dataWire(entry),
    ext: sponsor === undefined ? NO_EXTENSION : { v: 1, v1: { sponsoringId, ext: NO_EXTENSION } },
  }
}

/** LedgerEntryChanges, base64: an entry that was updated or removed is preceded by its state before. */
export function encodeChanges(changes: readonly EntryChange[]): string {
  const wires = changesWire(changes)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(wires.length) // LedgerEntryChanges is a plain array, for which the SDK has no type
  const { schema } = xdr.LedgerEntryChange
  return Buffer.concat([length, ...wires.map((wire) => schema.encode(wire))]).toString('base64')
}

/** The same as parts of something larger. */
export function changesWire(changes: readonly EntryChange[]): xdr.LedgerEntryChangeWire[] {
  return changes.flatMap((change): xdr.LedgerEntryChangeWire[] => {
    if (change.type === 'created') return [{ type: 0, created: entryWire(change.after) }]
    const state: xdr.LedgerEntryChangeWire = { type: 3, state: entryWire(change.before) }
    return change.type === 'updated'
      ? [state, { type: 1, updated: entryWire(change.after) }]
      : [state, { type: 2, removed: entryKeyWire(change.before) }]
  })
}

/** The key of an entry in the ledger. */
export function entryKeyWire(entry: Entry): xdr.LedgerKeyWire {
  switch (entry.type) {
    case 'account':
      return { type: 0, account: { accountId: accountWire(entry.accountId) } }
    case 'trustline':
      return { type: 1, trustLine: { accountId: accountWire(entry.accountId), asset: assetWire(entry.asset) } }
    case 'poolShare':
      return { type: 1, trustLine: { accountId: accountWire(entry.accountId), asset: shareWire(entry.poolId) } }
    case 'offer':
      return { type: 2, offer: { sellerId: accountWire(entry.seller), offerId: entry.id } }
    case 'data':
      return { type: 3, data: { accountId: accountWire(entry.accountId), dataName: new xdr.XdrString(entry.name) } }
    case 'claimableBalance':
      return { type: 4, claimableBalance: { balanceId: { type: 0, v0: Buffer.from(entry.id, 'hex') } } }
    case 'pool':
      return { type: 5, liquidityPool: { liquidityPoolId: Buffer.from(entry.id, 'hex') } }
  }
}

/** An offer as results carry it. */
export function offerWire({ id, seller, selling, buying, amount, price, passive }: OfferEntry): xdr.OfferEntryWire {
  return {
    sellerId: accountWire(seller),
    offerId: id,
    selling: assetWire(selling),
    buying: assetWire(buying),
    amount,
    price,
    flags: passive ? PASSIVE : 0,
    ext: NO_EXTENSION,
  }
}

function dataWire(entry: Entry): xdr.LedgerEntryDataWire {
  switch (entry.type) {
    case 'account':
      return { type: 0, account: accountEntryWire(entry) }
    case 'trustline':
      return { type: 1, trustLine: trustlineWire(entry) }
    case 'poolShare':
      return { type: 1, trustLine: poolShareWire(entry) }
    case 'offer':
      return { type: 2, offer: offerWire(entry) }
    case 'data': {
      const { accountId, name, value } = entry
      const dataValue = Buffer.from(value, 'base64')
      return {
        type: 3,
        data: { accountId: accountWire(accountId), dataName: new xdr.XdrString(name), dataValue, ext: NO_EXTENSION },
      }
    }
    case 'claimableBalance':
      return { type: 4, claimableBalance: claimableBalanceWire(entry) }
    case 'pool':
      return { type: 5, liquidityPool: poolWire(entry) }
  }
}

function accountEntryWire(account: AccountEntry): xdr.AccountEntryWire {
  const { inflationDestination } = account
  return {
    accountId: accountWire(account.accountId),
    balance: account.balance,
    seqNum: account.sequence,
    numSubEntries: account.subentryCount,
    inflationDest: inflationDestination === undefined ? null : accountWire(inflationDestination),
    flags: account.flags,
    homeDomain: new xdr.XdrString(account.homeDomain),
    thresholds: Uint8Array.from(account.thresholds),
    signers: account.signers.map(({ key, weight }) => ({ key: signerKeyWire(key), weight })),
    ext: accountExtension(account),
  }
}

function accountExtension(account: AccountEntry): xdr.AccountEntryExtWire {
  const { extension, buyingLiabilities: buying, sellingLiabilities: selling } = account
  if (extension === 0) return NO_EXTENSION
  return {
    v: 1,
    v1: { liabilities: { buying, selling }, ext: extension === 1 ? NO_EXTENSION : { v: 2, v2: sponsorship(account) } },
  }
}

function sponsorship(account: AccountEntry): xdr.AccountEntryExtensionV2Wire {
  const { numSponsored, numSponsoring, sequenceLedger: seqLedger, sequenceTime } = account
  const v3 = { ext: NO_EXTENSION, seqLedger, seqTime: BigInt(sequenceTime) }
  return {
    numSponsored,
    numSponsoring,
    signerSponsoringIDs: account.signers.map(({ sponsor }) => (sponsor === undefined ? null : accountWire(sponsor))),
    ext: account.extension === 3 ? { v: 3, v3 } : NO_EXTENSION,
  }
}

function trustlineWire(line: TrustlineEntry): xdr.TrustLineEntryWire {
  const { balance, limit, flags, extension, poolUseCount: liquidityPoolUseCount } = line
  const liabilities = { buying: line.buyingLiabilities, selling: line.sellingLiabilities }
  const v2 = { liquidityPoolUseCount, ext: NO_EXTENSION }
  return {
    accountId: accountWire(line.accountId),
    asset: assetWire(line.asset),
    balance,
    limit,
    flags,
    ext:
      extension === 0
        ? NO_EXTENSION
        : { v: 1, v1: { liabilities, ext: extension === 1 ? NO_EXTENSION : { v: 2, v2 } } },
  }
}

function poolShareWire({ accountId, poolId, balance, limit }: PoolShareEntry): xdr.TrustLineEntryWire {
  return { accountId: accountWire(accountId), asset: shareWire(poolId), balance, limit, flags: 0, ext: NO_EXTENSION }
}

function shareWire(poolId: string): xdr.TrustLineAssetWire {
  return { type: 3, liquidityPoolId: Buffer.from(poolId, 'hex') }
}

function claimableBalanceWire(balance: ClaimableBalanceEntry): xdr.ClaimableBalanceEntryWire {
  const { id, claimants, asset, amount, clawbackEnabled } = balance
  return {
    balanceId: { type: 0, v0: Buffer.from(id, 'hex') },
    claimants: claimants.map(({ accountId, predicate }) => ({
      type: 0,
      v0: { destination: accountWire(accountId), predicate: predicateWire(predicate) },
    })),
    asset: assetWire(asset),
    amount,
    ext: clawbackEnabled ? { v: 1, v1: { ext: NO_EXTENSION, flags: CLAWBACK_ENABLED } } : NO_EXTENSION,
  }
}

function poolWire(pool: PoolEntry): xdr.LiquidityPoolEntryWire {
  const { reserveA, reserveB, totalShares: totalPoolShares, trustlineCount: poolSharesTrustLineCount } = pool
  const params = { assetA: assetWire(pool.assetA), assetB: assetWire(pool.assetB), fee: POOL_FEE_BPS }
  return {
    liquidityPoolId: Buffer.from(pool.id, 'hex'),
    body: { type: 0, constantProduct: { params, reserveA, reserveB, totalPoolShares, poolSharesTrustLineCount } },
  }
}

import { Buffer } from 'node:buffer'
import { xdr } from '@stellar/stellar-sdk'
import type { AccountEntry, Entry, EntryChange, OfferEntry, TrustlineEntry } from './entries.ts'
import { accountWire, assetWire } from './wire.ts'

const PASSIVE_FLAG = 1

/** An offer as XDR. */
export function offerWire(offer: OfferEntry): xdr.OfferEntryWire {
  return {
    sellerId: accountWire(offer.seller),
    offerId: offer.id,
    selling: assetWire(offer.selling),
    buying: assetWire(offer.buying),
    amount: offer.amount,
    price: offer.price,
    flags: offer.passive ? PASSIVE_FLAG : 0,
    ext: { v: 0 },
  }
}

/** LedgerEntryChanges, base64: an entry that was updated or removed is preceded by its state before. */
export function encodeChanges(changes: readonly EntryChange[]): string {
  const wires = changes.flatMap((change): xdr.LedgerEntryChangeWire[] => {
    if (change.type === 'created') return [{ type: 0, created: entryWire(change.after) }]
    const state: xdr.LedgerEntryChangeWire = { type: 3, state: entryWire(change.before) }
    return change.type === 'updated'
      ? [state, { type: 1, updated: entryWire(change.after) }]
      : [state, { type: 2, removed: keyWire(change.before) }]
  })
  const length = Buffer.alloc(4)
  length.writeUInt32BE(wires.length) // LedgerEntryChanges is a plain array, for which the SDK has no type
  const { schema } = xdr.LedgerEntryChange
  return Buffer.concat([length, ...wires.map((wire) => schema.encode(wire))]).toString('base64')
}

function entryWire(entry: Entry): xdr.LedgerEntryWire {
  return { lastModifiedLedgerSeq: entry.lastModifiedLedger, data: dataWire(entry), ext: { v: 0 } }
}

function dataWire(entry: Entry): xdr.LedgerEntryDataWire {
  switch (entry.type) {
    case 'account':
      return { type: 0, account: accountEntryWire(entry) }
    case 'trustline':
      return { type: 1, trustLine: trustlineWire(entry) }
    case 'offer':
      return { type: 2, offer: offerWire(entry) }
  }
}

function keyWire(entry: Entry): xdr.LedgerKeyWire {
  switch (entry.type) {
    case 'account':
      return { type: 0, account: { accountId: accountWire(entry.accountId) } }
    case 'trustline':
      return { type: 1, trustLine: { accountId: accountWire(entry.accountId), asset: assetWire(entry.asset) } }
    case 'offer':
      return { type: 2, offer: { sellerId: accountWire(entry.seller), offerId: entry.id } }
  }
}

function accountEntryWire(account: AccountEntry): xdr.AccountEntryWire {
  return {
    accountId: accountWire(account.accountId),
    balance: account.balance,
    seqNum: account.sequence,
    numSubEntries: account.subentryCount,
    inflationDest: null,
    flags: account.flags,
    homeDomain: new xdr.XdrString(account.homeDomain),
    thresholds: Uint8Array.from(account.thresholds),
    signers: [],
    ext: accountExtension(account),
  }
}

/** Liabilities alone make the first extension; a sequence number that moved makes all three (CAP-21). */
function accountExtension(account: AccountEntry): xdr.AccountEntryExtWire {
  const { sellingLiabilities: selling, buyingLiabilities: buying, sequenceLedger, sequenceTime } = account
  const hasMoved = sequenceLedger !== 0
  if (!hasMoved && selling === 0n && buying === 0n) return { v: 0 }
  const liabilities = { selling, buying }
  if (!hasMoved) return { v: 1, v1: { liabilities, ext: { v: 0 } } }
  const v3 = { ext: { v: 0 as const }, seqLedger: sequenceLedger, seqTime: BigInt(sequenceTime) }
  const { numSponsored, numSponsoring } = account
  const v2 = { numSponsored, numSponsoring, signerSponsoringIDs: [], ext: { v: 3 as const, v3 } }
  return { v: 1, v1: { liabilities, ext: { v: 2, v2 } } }
}

function trustlineWire(line: TrustlineEntry): xdr.TrustLineEntryWire {
  const { sellingLiabilities: selling, buyingLiabilities: buying } = line
  return {
    accountId: accountWire(line.accountId),
    asset: assetWire(line.asset),
    balance: line.balance,
    limit: line.limit,
    flags: line.flags,
    ext: selling === 0n && buying === 0n ? { v: 0 } : { v: 1, v1: { liabilities: { selling, buying }, ext: { v: 0 } } },
  }
}

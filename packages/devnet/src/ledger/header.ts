import { xdr } from '@stellar/stellar-sdk'
import { sha256 } from './hashing.ts'

/** Bits of a header's flags (CAP-38). */
export const POOL_TRADING_DISABLED = 1
export const POOL_DEPOSIT_DISABLED = 2
export const POOL_WITHDRAWAL_DISABLED = 4

/** The numbers of a ledger header that the rules read or change. */
export type HeaderFields = {
  readonly ledgerSequence: number
  readonly ledgerVersion: number
  /** Unix seconds. */
  readonly closeTime: number
  readonly totalCoins: bigint
  readonly feePool: bigint
  /** The last offer id given out. */
  readonly idPool: bigint
  readonly baseFee: number
  readonly baseReserve: number
  readonly maxTxSetSize: number
  /** LedgerHeader.ext: 1 stops trading with pools, 2 deposits, 4 withdrawals. */
  readonly flags: number
}

/** A closed ledger's header: its numbers, its place in the chain and its XDR. */
export type LedgerHeader = HeaderFields & {
  /** Lower-case hex, as `previousHash`. */
  readonly hash: string
  readonly previousHash: string
  /** LedgerHeader, base64. */
  readonly headerXdr: string
}

/** What the header commits to. */
export type HeaderHashes = {
  readonly previousHash: Uint8Array
  readonly txSetHash: Uint8Array
  readonly txSetResultHash: Uint8Array
}

const NO_HASH = new Uint8Array(32)

/**
 * Seals a header: SHA-256 of its XDR, chained by the hash before it. There is no bucket list here; `bucketListHash` is 32 zero bytes, and so is
 * the skip list, which is made of it.
 */
export function sealHeader(fields: HeaderFields, hashes: HeaderHashes): LedgerHeader {
  const bytes = xdr.LedgerHeader.schema.encode({
    ledgerVersion: fields.ledgerVersion,
    previousLedgerHash: hashes.previousHash,
    scpValue: { txSetHash: hashes.txSetHash, closeTime: BigInt(fields.closeTime), upgrades: [], ext: { v: 0 } },
    txSetResultHash: hashes.txSetResultHash,
    bucketListHash: NO_HASH,
    ledgerSeq: fields.ledgerSequence,
    totalCoins: fields.totalCoins,
    feePool: fields.feePool,
    inflationSeq: 0,
    idPool: fields.idPool,
    baseFee: fields.baseFee,
    baseReserve: fields.baseReserve,
    maxTxSetSize: fields.maxTxSetSize,
    skipList: [NO_HASH, NO_HASH, NO_HASH, NO_HASH],
    ext: fields.flags === 0 ? { v: 0 } : { v: 1, v1: { flags: fields.flags, ext: { v: 0 } } },
  })
  return {
    ...fields,
    hash: sha256(bytes).toString('hex'),
    previousHash: Buffer.from(hashes.previousHash).toString('hex'),
    headerXdr: Buffer.from(bytes).toString('base64'),
  }
}

/** Reads a LedgerHeader, base64, and the numbers in it apart. */
export function readHeader(headerXdr: string): { readonly header: LedgerHeader; readonly fields: HeaderFields } {
  const bytes = Buffer.from(headerXdr, 'base64')
  const read = xdr.LedgerHeader.schema.decode(bytes)
  const fields: HeaderFields = {
    ledgerSequence: read.ledgerSeq,
    ledgerVersion: read.ledgerVersion,
    closeTime: Number(read.scpValue.closeTime),
    totalCoins: read.totalCoins,
    feePool: read.feePool,
    idPool: read.idPool,
    baseFee: read.baseFee,
    baseReserve: read.baseReserve,
    maxTxSetSize: read.maxTxSetSize,
    flags: read.ext.v === 0 ? 0 : read.ext.v1.flags,
  }
  const previousHash = Buffer.from(read.previousLedgerHash).toString('hex')
  return { header: { ...fields, hash: sha256(bytes).toString('hex'), previousHash, headerXdr }, fields }
}

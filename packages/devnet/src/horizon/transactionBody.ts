import { Buffer } from 'node:buffer'
import { StrKey, xdr } from '@stellar/stellar-sdk'
import { encodeResultMeta } from '../history/resultMeta.ts'
import type { TransactionRow } from '../history/rows.ts'
import { encodeChanges } from '../ledger/entryWire.ts'
import { unmuxed } from '../ledger/wire.ts'
import { goText } from './goText.ts'
import type { JsonObject } from './json.ts'
import { link, pageLink } from './links.ts'
import { renderPreconditions } from './preconditionsBody.ts'
import { renderTime } from './values.ts'

/**
 * A transaction as every route prints it. Horizon's own encoder puts the memo first, before the links. `result_meta_xdr` is left out
 * where it is not kept, as on the public servers that skip it (`SKIP_TXMETA`).
 *
 * @param asked - The hash that it was asked for by, where that is a fee bump's inner one: the body then bears that name and the inner signatures.
 */
export function renderTransaction(origin: string, row: TransactionRow, asked: string = row.hash): JsonObject {
  const { tx, signatures, feeBump } = signedTransaction(row)
  const source = renderSource(tx.sourceAccount)
  const feeSource = feeBump === undefined ? source : renderSource(feeBump.tx.feeSource)
  const outer = renderSignatures(feeBump?.signatures ?? signatures)
  const inner = renderSignatures(signatures)
  return {
    ...renderMemo(tx.memo),
    _links: transactionLinks(origin, { row, hash: asked, source: source.id }),
    id: asked,
    paging_token: row.position.toString(),
    successful: row.isSuccessful,
    hash: asked,
    ledger: row.ledger,
    created_at: renderTime(row.closeTime),
    source_account: source.id,
    account_muxed: source.muxed,
    account_muxed_id: source.muxedId,
    source_account_sequence: tx.seqNum.toString(),
    fee_account: feeSource.id,
    fee_account_muxed: feeSource.muxed,
    fee_account_muxed_id: feeSource.muxedId,
    fee_charged: row.feeCharged.toString(),
    max_fee: row.maxFee.toString(),
    operation_count: row.operationCount,
    envelope_xdr: row.envelopeXdr,
    result_xdr: row.resultXdr,
    result_meta_xdr: row.resultMeta && encodeResultMeta(row.resultMeta),
    fee_meta_xdr: encodeChanges(row.feeChanges),
    memo_type: MEMO_TYPES[tx.memo.type],
    signatures: asked === row.innerHash ? inner : outer,
    preconditions: renderPreconditions(tx.cond),
    fee_bump_transaction: feeBump && { hash: row.hash, signatures: outer },
    inner_transaction: feeBump && { hash: row.innerHash, signatures: inner, max_fee: tx.fee.toString() },
  }
}

function renderSignatures(signatures: readonly xdr.DecoratedSignatureWire[]): readonly string[] {
  return signatures.map(({ signature }) => Buffer.from(signature).toString('base64'))
}

const MEMO_TYPES = ['none', 'text', 'id', 'hash', 'return'] as const

function transactionLinks(
  origin: string,
  { row, hash, source }: { readonly row: TransactionRow; readonly hash: string; readonly source: string },
): JsonObject {
  const self = `/transactions/${hash}`
  return {
    self: link(origin, self),
    account: link(origin, `/accounts/${source}`),
    ledger: link(origin, `/ledgers/${row.ledger}`),
    operations: pageLink(origin, `${self}/operations`),
    effects: pageLink(origin, `${self}/effects`),
    precedes: link(origin, `/transactions?order=asc&cursor=${row.position}`),
    succeeds: link(origin, `/transactions?order=desc&cursor=${row.position}`),
    transaction: link(origin, self),
  }
}

/** Text loses its zero bytes and keeps a mark for each byte that is no UTF-8; the raw bytes stand beside it. */
function renderMemo(memo: xdr.MemoWire): JsonObject {
  switch (memo.type) {
    case 0:
      return {}
    case 1: {
      const bytes = Buffer.from(memo.text.bytes)
      return { memo: goText(bytes).replaceAll('\0', ''), memo_bytes: bytes.toString('base64') }
    }
    case 2:
      return { memo: memo.id.toString() }
    case 3:
      return { memo: Buffer.from(memo.hash).toString('base64') }
    case 4:
      return { memo: Buffer.from(memo.retHash).toString('base64') }
  }
}

/** What has to be signed, and by whom it was. Of a fee bump, the transaction in it. */
type Signed = {
  readonly tx: xdr.TransactionWire
  readonly signatures: readonly xdr.DecoratedSignatureWire[]
  readonly feeBump: xdr.FeeBumpTransactionEnvelopeWire | undefined
}

/** History keeps envelopes in the current forms, which are the only ones that this ledger applies. */
function signedTransaction({ envelopeXdr }: TransactionRow): Signed {
  const envelope = xdr.TransactionEnvelope.schema.decode(Buffer.from(envelopeXdr, 'base64'))
  if (envelope.type === 2) return { ...envelope.v1, feeBump: undefined }
  if (envelope.type === 5) return { ...envelope.feeBump.tx.innerTx.v1, feeBump: envelope.feeBump }
  throw new TypeError(`An envelope of type ${envelope.type} cannot be in a ledger here`)
}

type Source = { readonly id: string; readonly muxed?: string | undefined; readonly muxedId?: string | undefined }

/** An account, and where it is muxed the whole address and the id in it. Go leaves the id out when it is 0. */
function renderSource(address: xdr.MuxedAccountWire): Source {
  const id = unmuxed(address)
  if (address.type === 0) return { id }
  const muxedId = address.med25519.id
  const bytes = Buffer.concat([address.med25519.ed25519, Buffer.alloc(8)])
  bytes.writeBigUInt64BE(muxedId, bytes.length - 8)
  return {
    id,
    muxed: StrKey.encodeMed25519PublicKey(bytes),
    muxedId: muxedId === 0n ? undefined : muxedId.toString(),
  }
}

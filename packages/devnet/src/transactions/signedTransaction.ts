import { Buffer } from 'node:buffer'
import { xdr } from '@stellar/stellar-sdk'
import { sha256 } from '../ledger/hashing.ts'
import { unmuxed } from '../ledger/wire.ts'
import type { KeyRing } from './keyRing.ts'
import { participantsOf } from './participants.ts'
import { createSignatures, type Signatures } from './signatures.ts'
import { usesExchange } from './usesExchange.ts'

/** A transaction as it was submitted: what the queue and history must know of it, and what the ledger applies. */
export type SignedTransaction = {
  /** Of the contents, under the network's id; lower-case hex. It names the transaction. Of a fee bump, the outer one's. */
  readonly hash: string
  /** Account id of the source, which gives the sequence number. Of a fee bump, the inner transaction's. */
  readonly source: string
  /** Account id of who pays the fee. */
  readonly feeSource: string
  readonly sequence: bigint
  /** It may follow any number from this one on (CAP-21), and not only the one before its own. */
  readonly minSequence: bigint | undefined
  /** Whether it asks for a time or for ledgers to go by since the source's sequence number changed (CAP-21). */
  readonly waitsForSequence: boolean
  /** Bid in stroops. */
  readonly fee: bigint
  /** What the bid is for: the operations, and one more for a fee bump. */
  readonly operationCount: number
  /** Whether an operation of it trades: it then stands in the lane of trades. */
  readonly isDex: boolean
  /** TransactionEnvelope, base64, as the ledger keeps it: the oldest form is turned into the current one. */
  readonly envelopeXdr: string
  /** Accounts whose history lists the transaction, whether it succeeds or not. */
  readonly participants: readonly string[]
  /** Of a fee bump, the inner transaction. */
  readonly contents: xdr.TransactionWire
  /** The source of each operation. */
  readonly sources: readonly string[]
  /** The hash that {@link signatures} sign: of a fee bump, the inner transaction's. */
  readonly contentsHash: Buffer
  readonly signatures: Signatures
  readonly feeBump: { readonly hash: Buffer; readonly signatures: Signatures } | undefined
  /** The envelope as bytes, and their hash: the order of application follows from it. */
  readonly envelope: Buffer
  readonly fullHash: Buffer
  /** The same as lower-case hex, and of a fee bump also that of the envelope inside: the queue tells transactions apart by them. */
  readonly envelopeHash: string
  readonly innerEnvelopeHash: string | undefined
}

/** Where a transaction was signed for. */
export type Network = { readonly networkId: Uint8Array; readonly keyRing: KeyRing }

const ENVELOPE_TYPE_TX = int32(2)
const ENVELOPE_TYPE_FEE_BUMP = int32(5)

/** Reads a TransactionEnvelope, base64; undefined when it is none. */
export function decodeTransaction(envelopeXdr: string, network: Network): SignedTransaction | undefined {
  // Buffer skips what is no base64, and so would read an envelope in any text around one.
  if (envelopeXdr === '' || envelopeXdr.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(envelopeXdr))
    return undefined
  const decoded = readEnvelope(Buffer.from(envelopeXdr, 'base64'))
  if (decoded === undefined) return undefined
  const { envelope, bytes } = decoded
  return envelope.type === 5 ? readFeeBump(envelope.feeBump, bytes, network) : readPlain(envelope.v1, bytes, network)
}

type CurrentEnvelope = Exclude<xdr.TransactionEnvelopeWire, { type: 0 }>

function readEnvelope(submitted: Buffer): { readonly envelope: CurrentEnvelope; readonly bytes: Buffer } | undefined {
  try {
    const envelope = xdr.TransactionEnvelope.schema.decode(submitted)
    if (envelope.type !== 0) return { envelope, bytes: submitted }
    const current = currentForm(envelope.v0)
    return { envelope: current, bytes: Buffer.from(xdr.TransactionEnvelope.schema.encode(current)) }
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}

/** The form before muxed accounts (protocol 13). Its hash and signatures are those of the current form. */
function currentForm({ tx, signatures }: xdr.TransactionV0EnvelopeWire): CurrentEnvelope {
  const { sourceAccountEd25519, timeBounds, ...rest } = tx
  const contents: xdr.TransactionWire = {
    ...rest,
    sourceAccount: { type: 0, ed25519: sourceAccountEd25519 },
    cond: timeBounds === null ? { type: 0 } : { type: 1, timeBounds },
  }
  return { type: 2, v1: { tx: contents, signatures } }
}

function readPlain(envelope: xdr.TransactionV1EnvelopeWire, bytes: Buffer, network: Network): SignedTransaction {
  const contentsHash = hashOf(network, ENVELOPE_TYPE_TX, bytes.subarray(4, bytes.length - signaturesLength(envelope)))
  const inner = readContents(envelope, contentsHash, network)
  return {
    ...inner,
    hash: contentsHash.toString('hex'),
    feeSource: inner.source,
    fee: BigInt(envelope.tx.fee),
    operationCount: envelope.tx.operations.length,
    participants: participantsOf(inner),
    feeBump: undefined,
    innerEnvelopeHash: undefined,
    ...encoded(bytes),
  }
}

function readFeeBump(envelope: xdr.FeeBumpTransactionEnvelopeWire, bytes: Buffer, network: Network): SignedTransaction {
  const { feeSource, fee, innerTx } = envelope.tx
  const end = bytes.length - signaturesLength(envelope)
  const hash = hashOf(network, ENVELOPE_TYPE_FEE_BUMP, bytes.subarray(4, end))
  const start = 4 + (feeSource.type === 0 ? 36 : 44) + 8 + 4 // type, fee source, fee, inner type
  const contents = bytes.subarray(start, end - 4 - signaturesLength(innerTx.v1)) // an ext of 4 bytes ends it
  const inner = readContents(innerTx.v1, hashOf(network, ENVELOPE_TYPE_TX, contents), network)
  const payer = unmuxed(feeSource)
  return {
    ...inner,
    hash: hash.toString('hex'),
    feeSource: payer,
    fee,
    operationCount: innerTx.v1.tx.operations.length + 1,
    participants: [...new Set([payer, ...participantsOf(inner)])],
    feeBump: { hash, signatures: createSignatures({ decorated: envelope.signatures, hash, keyRing: network.keyRing }) },
    innerEnvelopeHash: sha256(bytes.subarray(start - 4, end - 4)).toString('hex'),
    ...encoded(bytes),
  }
}

type Inner = Pick<
  SignedTransaction,
  | 'source'
  | 'sequence'
  | 'minSequence'
  | 'waitsForSequence'
  | 'isDex'
  | 'contents'
  | 'sources'
  | 'contentsHash'
  | 'signatures'
>

function readContents(envelope: xdr.TransactionV1EnvelopeWire, contentsHash: Buffer, { keyRing }: Network): Inner {
  const { tx: contents, signatures: decorated } = envelope
  const source = unmuxed(contents.sourceAccount)
  const { cond } = contents
  return {
    source,
    sequence: contents.seqNum,
    minSequence: cond.type === 2 ? (cond.v2.minSeqNum ?? undefined) : undefined,
    waitsForSequence: cond.type === 2 && (cond.v2.minSeqAge > 0n || cond.v2.minSeqLedgerGap > 0),
    isDex: contents.operations.some(({ body }) => usesExchange(body)),
    contents,
    sources: contents.operations.map(({ sourceAccount }) => (sourceAccount === null ? source : unmuxed(sourceAccount))),
    contentsHash,
    signatures: createSignatures({ decorated, hash: contentsHash, keyRing }),
  }
}

function encoded(envelope: Buffer): Pick<SignedTransaction, 'envelope' | 'envelopeXdr' | 'fullHash' | 'envelopeHash'> {
  const fullHash = sha256(envelope)
  return { envelope, envelopeXdr: envelope.toString('base64'), fullHash, envelopeHash: fullHash.toString('hex') }
}

/** TransactionSignaturePayload, hashed: what is signed. The bytes are those that were submitted, since XDR has one form only. */
function hashOf({ networkId }: Network, type: Buffer, contents: Buffer): Buffer {
  return sha256(networkId, type, contents)
}

/** How many bytes the signatures take at the end of an envelope: their count, then of each the hint, the length and the padded bytes. */
function signaturesLength({ signatures }: { readonly signatures: readonly xdr.DecoratedSignatureWire[] }): number {
  return signatures.reduce((sum, { signature }) => sum + 8 + Math.ceil(signature.length / 4) * 4, 4)
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

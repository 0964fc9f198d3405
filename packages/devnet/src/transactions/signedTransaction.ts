import { Buffer } from 'node:buffer'
import { xdr } from '@stellar/stellar-sdk'
import { sha256 } from '../ledger/hashing.ts'
import { accountIdOf, unmuxed } from '../ledger/wire.ts'
import { operationRule } from '../operations/operationRule.ts'
import type { OperationRule } from '../operations/rule.ts'
import { createSignatures, type Signatures } from './signatures.ts'

/** A transaction as it was submitted: what the queue and history must know of it, and what the ledger applies. */
export type SignedTransaction = {
  /** Of the contents, under the network's id; lower-case hex. It names the transaction. */
  readonly hash: string
  /** Account id of the source, which pays the fee and gives the sequence number. */
  readonly source: string
  readonly sequence: bigint
  /** Bid in stroops. */
  readonly fee: bigint
  readonly operationCount: number
  /** TransactionEnvelope, base64, as the ledger keeps it: the oldest form is turned into the current one. */
  readonly envelopeXdr: string
  /** Accounts whose history lists the transaction, whether it succeeds or not. */
  readonly participants: readonly string[]
  readonly contents: Omit<xdr.TransactionWire, 'operations'>
  readonly operations: readonly SignedOperation[]
  readonly signatures: Signatures
  /** The envelope as bytes, and their hash: the order of application follows from it. */
  readonly envelope: Buffer
  readonly fullHash: Buffer
  /** Why no ledger takes it whatever its contents, as a transaction result code. */
  readonly refusal: -12 | undefined
}

/** An operation with the account that it acts for. */
export type SignedOperation = {
  readonly source: string
  /** Whether the operation names its source itself; else it is the transaction's. */
  readonly namesSource: boolean
  readonly rule: OperationRule
}

const ENVELOPE_TYPE_TX = 2
const ENVELOPE_TYPE_FEE_BUMP = 5

/** txNOT_SUPPORTED */
const NOT_SUPPORTED = -12

/** Reads a TransactionEnvelope, base64; undefined when it is none. */
export function decodeTransaction(envelopeXdr: string, networkId: Uint8Array): SignedTransaction | undefined {
  const envelope = readEnvelope(envelopeXdr)
  if (envelope === undefined) return undefined
  const { tx: contents, signatures } = envelope.type === 5 ? envelope.feeBump.tx.innerTx.v1 : envelope.v1
  const bytes = Buffer.from(xdr.TransactionEnvelope.schema.encode(envelope))
  const hash = sha256(networkId, contentsOf(envelope))
  const source = unmuxed(contents.sourceAccount)
  return {
    hash: hash.toString('hex'),
    source,
    sequence: contents.seqNum,
    fee: envelope.type === 5 ? envelope.feeBump.tx.fee : BigInt(contents.fee),
    operationCount: contents.operations.length,
    envelopeXdr: bytes.toString('base64'),
    participants: participantsOf(source, contents.operations),
    contents,
    operations: contents.operations.map(({ sourceAccount, body }) => ({
      source: sourceAccount === null ? source : unmuxed(sourceAccount),
      namesSource: sourceAccount !== null,
      rule: operationRule(body),
    })),
    signatures: createSignatures(signatures, hash),
    envelope: bytes,
    fullHash: sha256(bytes),
    refusal: envelope.type === 5 ? NOT_SUPPORTED : undefined,
  }
}

type CurrentEnvelope = Exclude<xdr.TransactionEnvelopeWire, { type: 0 }>

function readEnvelope(text: string): CurrentEnvelope | undefined {
  // Buffer skips what is no base64, and so would read an envelope in any text around one.
  if (text === '' || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined
  try {
    const envelope = xdr.TransactionEnvelope.schema.decode(Buffer.from(text, 'base64'))
    return envelope.type === 0 ? currentForm(envelope.v0) : envelope
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
  return { type: ENVELOPE_TYPE_TX, v1: { tx: contents, signatures } }
}

/** TransactionSignaturePayload without the network's id: what is signed. */
function contentsOf(envelope: CurrentEnvelope): Buffer {
  const type = Buffer.alloc(4)
  if (envelope.type === ENVELOPE_TYPE_FEE_BUMP) {
    type.writeInt32BE(ENVELOPE_TYPE_FEE_BUMP)
    return Buffer.concat([type, xdr.FeeBumpTransaction.schema.encode(envelope.feeBump.tx)])
  }
  type.writeInt32BE(ENVELOPE_TYPE_TX)
  return Buffer.concat([type, xdr.Transaction.schema.encode(envelope.v1.tx)])
}

/** Horizon lists a transaction under its source and under everyone whom an operation names as source or receiver; makers are not among them. */
function participantsOf(source: string, operations: readonly xdr.OperationWire[]): readonly string[] {
  const named = operations.flatMap(({ sourceAccount, body }) => [
    ...(sourceAccount === null ? [] : [unmuxed(sourceAccount)]),
    ...(body.type === 0 ? [accountIdOf(body.createAccountOp.destination)] : []),
    ...(body.type === 1 ? [unmuxed(body.paymentOp.destination)] : []),
  ])
  return [...new Set([source, ...named])]
}

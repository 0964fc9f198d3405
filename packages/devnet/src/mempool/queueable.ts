import type { Bid } from './fillLedger.ts'

/** What the queue must know of a transaction. */
export type Queueable = Bid & {
  /** Of the whole envelope with its signatures, lower-case hex: the queue tells transactions apart by it. */
  readonly envelopeHash: string
  /** The same of the transaction inside a fee bump. */
  readonly innerEnvelopeHash: string | undefined
  /** Account id of the transaction's source, which gives the sequence number. */
  readonly source: string
  /** Account id of who pays. */
  readonly feeSource: string
  readonly sequence: bigint
  /** It may follow any number from this one on (CAP-21), and not only the one before its own. */
  readonly minSequence: bigint | undefined
  /** Whether it asks for a time or for ledgers to go by since the source's sequence number changed (CAP-21). */
  readonly waitsForSequence: boolean
}

/** How much more a fee bump must bid for an operation than what it is to replace. */
const REPLACE_FACTOR = 10n

/**
 * Whether a transaction is in the queue already: the same envelope, or the inside of a fee bump.
 *
 * @remarks stellar-core `isDuplicateTx`.
 */
export function isDuplicate(queued: Queueable, submitted: Queueable): boolean {
  const isSameForm = (queued.innerEnvelopeHash === undefined) === (submitted.innerEnvelopeHash === undefined)
  return isSameForm
    ? queued.envelopeHash === submitted.envelopeHash
    : queued.innerEnvelopeHash === submitted.envelopeHash
}

/**
 * What a fee bump has to bid to take the place of a queued transaction, in stroops; undefined when its bid is enough.
 *
 * @remarks stellar-core `canReplaceByFee`.
 */
export function missingToReplace(queued: Queueable, by: Queueable): bigint | undefined {
  const [queuedCount, count] = [BigInt(queued.operationCount), BigInt(by.operationCount)]
  const needed = queued.fee * count * REPLACE_FACTOR
  return by.fee * queuedCount >= needed ? undefined : (needed + queuedCount - 1n) / queuedCount
}

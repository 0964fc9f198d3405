import { SdexError } from '@sdex/primitives'
import { FeeBumpTransaction, MuxedAccount, type Transaction, TransactionBuilder } from '@stellar/stellar-sdk/base'

/** A text is not a signed transaction of the network. Nothing was sent. */
export class InvalidEnvelopeError extends SdexError {
  readonly code = 'SDEX_INVALID_ENVELOPE'
  readonly retryable = false
}

/** What has to be known of a transaction to prove its end. */
export type Envelope = {
  readonly envelopeXdr: string
  /** Lower-case hex; of the outer transaction of a fee bump. */
  readonly hash: string
  /** Of the transaction inside a fee bump; otherwise the same. */
  readonly innerHash: string
  /** Account id whose sequence number it uses up; of the inner transaction of a fee bump. */
  readonly source: string
  readonly sequence: bigint
  /** No ledger that closes later than this can hold it, ms since 1970; `undefined` without a bound. */
  readonly maxTimeMs: number | undefined
}

/**
 * Reads a signed transaction.
 *
 * @throws {@link InvalidEnvelopeError}
 */
export function readEnvelope(envelopeXdr: string, networkPassphrase: string): Envelope {
  const outer = decode(envelopeXdr, networkPassphrase)
  const inner: Transaction = outer instanceof FeeBumpTransaction ? outer.innerTransaction : outer
  const maxTime = Number(inner.timeBounds?.maxTime ?? 0)
  return {
    envelopeXdr,
    hash: toHex(outer.hash()),
    innerHash: toHex(inner.hash()),
    source: accountOf(inner.source),
    sequence: BigInt(inner.sequence),
    maxTimeMs: maxTime === 0 ? undefined : maxTime * 1_000,
  }
}

function decode(envelopeXdr: string, networkPassphrase: string): Transaction | FeeBumpTransaction {
  try {
    return TransactionBuilder.fromXdr(envelopeXdr, networkPassphrase)
  } catch (cause) {
    throw new InvalidEnvelopeError({
      message: 'The text is not a transaction envelope.',
      remedy: 'Pass the signed transaction as base64 XDR.',
      cause,
    })
  }
}

/** The account behind a muxed address (SEP-23): the id in it concerns its holder, not the ledger. */
export function accountOf(address: string): string {
  return address.startsWith('M') ? MuxedAccount.fromAddress(address, '0').baseAccount().accountId() : address
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

import { redactSecrets, type Stroops } from '@sdex/primitives'
import { Account, Keypair, TransactionBuilder, xdr } from '@stellar/stellar-sdk/base'
import { SigningError } from './errors.ts'
import type { Signer } from './ports.ts'

/** What a transaction is built from. */
export type TransactionDraft = {
  readonly accountId: string
  readonly networkPassphrase: string
  readonly sequence: bigint
  readonly operations: readonly xdr.Operation[]
  /** The most to pay for each operation, in stroops. */
  readonly maxFeePerOperation: Stroops
  /** Seconds since 1970. */
  readonly maxTime: number
}

/** Ready to be sent. */
export type SignedTransaction = {
  /** Hex. */
  readonly hash: string
  readonly envelopeXdr: string
  readonly sequence: bigint
  /** No ledger that closes after this can hold it; ms since 1970. */
  readonly validUntilMs: number
}

/**
 * The upper time bound of a transaction, in seconds since 1970, rounded up. It counts from a ledger's close: bounds are tested against close
 * times, and the local clock may be wrong.
 */
export function maxTimeOf(closedAtMs: number, validForMs: number): number {
  return Math.ceil((closedAtMs + validForMs) / 1000)
}

/**
 * Builds a transaction and has it signed.
 *
 * @throws {@link SigningError} when the signer fails.
 */
export async function signTransaction(draft: TransactionDraft, signer: Signer): Promise<SignedTransaction> {
  const { accountId, networkPassphrase, sequence, operations, maxFeePerOperation, maxTime } = draft
  const builder = new TransactionBuilder(new Account(accountId, (sequence - 1n).toString()), {
    fee: maxFeePerOperation.toString(),
    networkPassphrase,
    timebounds: { minTime: 0, maxTime },
  })
  for (const operation of operations) builder.addOperation(operation)
  const transaction = builder.build()
  const hash = transaction.hash()
  const signature = await signatureOf(hash, signer)
  const hint = Keypair.fromPublicKey(signer.publicKey).signatureHint()
  transaction.addDecoratedSignature(new xdr.DecoratedSignature({ hint, signature }))
  return { hash: toHex(hash), envelopeXdr: transaction.toXdr(), sequence, validUntilMs: maxTime * 1000 }
}

async function signatureOf(hash: Uint8Array, signer: Signer): Promise<Uint8Array> {
  let signature: unknown
  try {
    signature = await signer.sign(hash)
  } catch (error) {
    // Without the cause: this package cannot know what a signer's errors carry.
    const told = error instanceof Error ? redactSecrets(error.message) : 'no error object'
    throw signingError(`The signer failed: ${told}`)
  }
  if (signature instanceof Uint8Array && signature.length === 64) return signature
  throw signingError('The signer gave no ed25519 signature of 64 bytes.')
}

function signingError(message: string): SigningError {
  return new SigningError({ message, remedy: 'Check the signer; nothing was sent.' })
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

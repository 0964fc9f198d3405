import { Buffer } from 'node:buffer'
import { createPrivateKey, sign } from 'node:crypto'
import { Account, type Keypair, TransactionBuilder, xdr } from '@stellar/stellar-sdk'

/** stellar-core's MAX_OPS_PER_TX. */
export const MAX_OPERATIONS = 100

/** What a signature has to know of a network. */
type Ledger = {
  readonly passphrase: string
  account(accountId: string): { readonly sequence: bigint } | undefined
}

type Transaction = {
  readonly keypair: Keypair
  readonly operations: readonly xdr.Operation[]
  /** Bid per operation, in stroops. @defaultValue 200 */
  readonly bid?: bigint | undefined
}

/** What stands before an Ed25519 seed in PKCS #8 (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A signed transaction of an account of a network, with its next sequence number, base64. */
export function signTransaction(ledger: Ledger, { keypair, operations, bid = 200n }: Transaction): string {
  const sequence = ledger.account(keypair.publicKey())?.sequence ?? 0n
  const source = new Account(keypair.publicKey(), sequence.toString())
  const builder = new TransactionBuilder(source, { fee: bid.toString(), networkPassphrase: ledger.passphrase })
  for (const operation of operations) builder.addOperation(operation)
  const transaction = builder.setTimeout(0).build()
  const signature = signHash(keypair, transaction.hash())
  transaction.addDecoratedSignature(new xdr.DecoratedSignature({ hint: keypair.signatureHint(), signature }))
  return transaction.toXDR()
}

/** Node's own Ed25519: many traders sign in one turn of the event loop, and the SDK's JavaScript takes ten times as long. */
function signHash(keypair: Keypair, hash: Uint8Array): Uint8Array {
  const key = Buffer.concat([PKCS8_PREFIX, keypair.rawSecretKey()])
  return sign(null, hash, createPrivateKey({ key, format: 'der', type: 'pkcs8' }))
}

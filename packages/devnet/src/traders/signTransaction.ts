import { Account, type Keypair, TransactionBuilder, type xdr } from '@stellar/stellar-sdk'
import type { Devnet } from '../createDevnet.ts'

/** Bid per operation, in stroops. */
const BID = 200

/** A signed transaction of an account of a network, with its next sequence number, base64. */
export function signTransaction(
  net: Pick<Devnet, 'account' | 'passphrase'>,
  keypair: Keypair,
  operations: readonly xdr.Operation[],
): string {
  const sequence = net.account(keypair.publicKey())?.sequence ?? 0n
  const source = new Account(keypair.publicKey(), sequence.toString())
  const builder = new TransactionBuilder(source, { fee: BID.toString(), networkPassphrase: net.passphrase })
  for (const operation of operations) builder.addOperation(operation)
  const transaction = builder.setTimeout(0).build()
  transaction.sign(keypair)
  return transaction.toXDR()
}

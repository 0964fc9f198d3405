import { Buffer } from 'node:buffer'
import {
  Account,
  type FeeBumpTransaction,
  type Keypair,
  MuxedAccount,
  type Transaction,
  TransactionBuilder,
  type xdr,
} from '@stellar/stellar-sdk'

type BuilderOptions = NonNullable<ConstructorParameters<typeof TransactionBuilder>[1]>

/** An account that the cards act with. */
export type Party = { readonly keypair: Keypair; readonly id: string }

/** What a transaction says beside its operations. */
export type Terms = Omit<BuilderOptions, 'fee' | 'networkPassphrase'> & {
  /** Stroops per operation. @defaultValue '1000' */
  readonly fee?: string
  /** Sign too, because operations are theirs. */
  readonly signers?: readonly Party[]
  /** Of the source, in the M address. */
  readonly muxedId?: string
}

/** What a transaction is built on. */
export type Footing = { readonly passphrase: string; readonly sequence: bigint; readonly party: Party }

/** Builds and signs a transaction. Without a time bound of its own it has none: a ledger decides, not a clock. */
export function signedTransaction(
  { passphrase, sequence, party }: Footing,
  operations: readonly xdr.Operation[],
  { fee = '1000', signers = [], muxedId, ...terms }: Terms = {},
): Transaction {
  const account = new Account(party.id, sequence.toString())
  const source = muxedId === undefined ? account : new MuxedAccount(account, muxedId)
  const bounds = terms.timebounds ?? { minTime: 0, maxTime: 0 }
  const options = { ...terms, timebounds: bounds, fee, networkPassphrase: passphrase }
  const builder = new TransactionBuilder(source, options)
  for (const operation of operations) builder.addOperation(operation)
  const transaction = builder.build()
  for (const { keypair } of [party, ...signers]) transaction.sign(keypair)
  return transaction
}

/** Wraps a signed transaction, which somebody else then pays. */
export function feeBump(
  payer: Party,
  inner: Transaction,
  { passphrase, fee = '2000' }: { readonly passphrase: string; readonly fee?: string },
): FeeBumpTransaction {
  const outer = TransactionBuilder.buildFeeBumpTransaction(payer.keypair, fee, inner, passphrase)
  outer.sign(payer.keypair)
  return outer
}

/** A transaction's hash, as Horizon prints it. */
export function hashOf(transaction: Transaction | FeeBumpTransaction): string {
  return Buffer.from(transaction.hash()).toString('hex')
}

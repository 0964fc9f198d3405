import {
  Account,
  Asset,
  type Horizon,
  type Keypair,
  Operation,
  type Transaction,
  TransactionBuilder,
  type xdr,
} from '@stellar/stellar-sdk'
import { type Devnet, devnetKey } from '../src/index.ts'

/** An account that acts as a user's program does: through the SDK's client, over HTTP. */
export type Party = {
  readonly keypair: Keypair
  readonly id: string
  /** A signed transaction with the account's next sequence number. */
  sign(...operations: readonly xdr.Operation[]): Promise<Transaction>
  /** Signs, submits and waits for the ledger. */
  send(...operations: readonly xdr.Operation[]): Promise<Horizon.HorizonApi.SubmitTransactionResponse>
}

/** Makes a party that is not yet on the ledger. */
export function createParty(net: Devnet, horizon: Horizon.Server, name: string): Party {
  const keypair = devnetKey(net.seed, name)
  const id = keypair.publicKey()
  const sign = async (...operations: readonly xdr.Operation[]): Promise<Transaction> => {
    const sequence = net.account(id)?.sequence ?? 0n
    const source = new Account(id, sequence.toString())
    const builder = new TransactionBuilder(source, { fee: '1000', networkPassphrase: net.passphrase })
    for (const operation of operations) builder.addOperation(operation)
    const transaction = builder.setTimeout(0).build()
    transaction.sign(keypair)
    return transaction
  }
  return {
    keypair,
    id,
    sign,
    send: async (...operations) => horizon.submitTransaction(await sign(...operations)),
  }
}

/** A market with an issuer, a maker who holds the asset, and a taker who holds lumens and trusts it. */
export type Stage = {
  readonly issuer: Party
  readonly maker: Party
  readonly taker: Party
  readonly usd: Asset
}

/** Funds the three by friendbot, opens trustlines and issues 1,000 USD. */
export async function setStage(net: Devnet, horizon: Horizon.Server): Promise<Stage> {
  const [issuer, maker, taker] = ['issuer', 'maker', 'taker'].map((name) => createParty(net, horizon, name)) as [
    Party,
    Party,
    Party,
  ]
  await Promise.all([issuer, maker, taker].map(({ id }) => horizon.friendbot(id).call()))
  const usd = new Asset('USD', issuer.id)
  await Promise.all([maker, taker].map((party) => party.send(Operation.changeTrust({ asset: usd }))))
  await issuer.send(Operation.payment({ destination: maker.id, asset: usd, amount: '1000' }))
  return { issuer, maker, taker, usd }
}

/** Sells an asset for another at a price. */
export function sell(
  selling: Asset,
  buying: Asset,
  terms: { readonly amount: string; readonly price: string },
): xdr.Operation {
  return Operation.manageSellOffer({ selling, buying, ...terms, offerId: '0' })
}

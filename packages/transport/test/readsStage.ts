import { Buffer } from 'node:buffer'
import { type Devnet, devnetKey } from '@sdex/devnet'
import { createAsset, type IssuedAsset } from '@sdex/primitives'
import {
  Account,
  Asset,
  Claimant,
  getLiquidityPoolId,
  type Keypair,
  LiquidityPoolAsset,
  Operation,
  TransactionBuilder,
  type xdr,
} from '@stellar/stellar-sdk'

/** A network on which there is something of every kind to read. */
export type ReadsStage = {
  readonly issuer: Keypair
  /** Sells USD, has a pool share, a data entry `k`, and an offer whose reserve the sponsor pays. */
  readonly maker: Keypair
  /** Bought some, claimed one of two balances, and paid more than it had. */
  readonly taker: Keypair
  readonly sponsor: Keypair
  readonly usd: IssuedAsset
  readonly poolId: string
  /** Hashes of what the taker did. */
  readonly trade: string
  readonly failed: string
}

/** Lets everything happen that the tests of reads look for. */
export async function setReadsStage(net: Devnet): Promise<ReadsStage> {
  const [issuer, maker, taker, sponsor] = ['issuer', 'maker', 'taker', 'sponsor'].map((name) =>
    devnetKey(net.seed, name),
  ) as [Keypair, Keypair, Keypair, Keypair]
  const funded = [issuer, maker, taker, sponsor].map((keypair) =>
    net.fund({ accountId: keypair.publicKey(), amount: 100_000_000_000n }),
  )
  await net.closeLedger()
  await Promise.all(funded)
  const xlm = Asset.native()
  const usd = new Asset('USD', issuer.publicKey())
  const send = (source: Keypair, operations: readonly xdr.Operation[], ...others: Keypair[]): Promise<string> =>
    submit(net, [source, ...others], operations)
  await send(maker, [Operation.changeTrust({ asset: usd })])
  await send(taker, [Operation.changeTrust({ asset: usd })])
  await send(issuer, [Operation.payment({ destination: maker.publicKey(), asset: usd, amount: '1000' })])

  const shares = new LiquidityPoolAsset(xlm, usd, 30)
  const id = getLiquidityPoolId('constant_product', shares.getLiquidityPoolParameters())
  const poolId = Buffer.from(id).toString('hex')
  await send(maker, [
    Operation.manageData({ name: 'k', value: 'v1' }),
    Operation.manageSellOffer({ selling: usd, buying: xlm, amount: '10', price: '2', offerId: '0' }),
    Operation.changeTrust({ asset: shares }),
    Operation.liquidityPoolDeposit({
      ...{ liquidityPoolId: poolId, maxAmountA: '100', maxAmountB: '50' },
      ...{ minPrice: '1', maxPrice: '3' },
    }),
  ])
  const trade = await send(taker, [
    Operation.manageSellOffer({ selling: xlm, buying: usd, amount: '8', price: '0.5', offerId: '0' }),
  ])
  await send(maker, [
    Operation.pathPaymentStrictSend({
      ...{ sendAsset: usd, sendAmount: '1', destination: taker.publicKey() },
      ...{ destAsset: xlm, destMin: '1', path: [] },
    }),
  ])
  const claimants = [new Claimant(taker.publicKey()), new Claimant(maker.publicKey(), Claimant.predicateNot(later()))]
  const balance = Operation.createClaimableBalance({ asset: usd, amount: '7', claimants })
  await send(issuer, [balance, balance])
  const source = maker.publicKey()
  await send(
    sponsor,
    [
      Operation.beginSponsoringFutureReserves({ sponsoredId: source }),
      Operation.createPassiveSellOffer({ selling: xlm, buying: usd, amount: '3', price: '9', source }),
      Operation.endSponsoringFutureReserves({ source }),
    ],
    maker,
  )
  const failed = await send(taker, [
    Operation.payment({ destination: maker.publicKey(), asset: usd, amount: '1000000' }),
  ])
  return { issuer, maker, taker, sponsor, usd: createAsset('USD', issuer.publicKey()), poolId, trade, failed }
}

function later(): ReturnType<typeof Claimant.predicateBeforeAbsoluteTime> {
  return Claimant.predicateBeforeAbsoluteTime('4000000000')
}

/** Signs, submits and closes the ledger. */
export async function submit(
  net: Devnet,
  signers: readonly Keypair[],
  operations: readonly xdr.Operation[],
): Promise<string> {
  const source = signers[0]?.publicKey() ?? ''
  const account = new Account(source, String(net.account(source)?.sequence ?? 0n))
  const builder = new TransactionBuilder(account, { fee: '1000', networkPassphrase: net.passphrase })
  for (const operation of operations) builder.addOperation(operation)
  const transaction = builder.setTimeout(0).build()
  for (const signer of signers) transaction.sign(signer)
  const submission = net.submit(transaction.toXDR())
  if (submission.status !== 'PENDING') throw new Error(`not taken: ${JSON.stringify(submission)}`)
  await net.closeLedger()
  return submission.hash
}

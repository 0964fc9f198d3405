import { type Devnet, devnetKey, setUpMarket } from '@sdex/devnet'
import { type Asset, formatAmount, type IssuedAsset, parseAmount, type Stroops, XLM } from '@sdex/primitives'
import { Account, Operation, Asset as SdkAsset, TransactionBuilder, type xdr } from '@stellar/stellar-sdk'

/** Stroops that each of the trader's transactions pays. */
export const FEE = 100n

/** Someone with lumens and USD who acts, a ledger each. */
export type Trader = {
  readonly accountId: string
  readonly usd: IssuedAsset
  /** Offers to sell, two for one, so that offers both ways do not meet. */
  offer(selling: Asset, buying: Asset, amount: Stroops): Promise<void>
  /** @returns Whether the ledger applied it. */
  pay(asset: Asset, amount: Stroops): Promise<boolean>
}

/** A trader on a devnet whose ledgers are closed by hand. */
export async function setStage(net: Devnet): Promise<Trader> {
  const { market, issuer, join } = await setUpMarket(net)
  if (market.quote.type === 'native') throw new TypeError('the quote asset is issued')
  const keypair = devnetKey(net.seed, 'trader')
  const accountId = keypair.publicKey()
  await join([{ keypair, baseAmount: parseAmount('1000'), quoteAmount: parseAmount('500') }])

  const send = async (operation: xdr.Operation): Promise<boolean> => {
    const source = new Account(accountId, (net.account(accountId)?.sequence ?? 0n).toString())
    const builder = new TransactionBuilder(source, { fee: FEE.toString(), networkPassphrase: net.passphrase })
    const transaction = builder.addOperation(operation).setTimeout(0).build()
    transaction.sign(keypair)
    const { hash } = net.submit(transaction.toXDR())
    const { transactions } = await net.closeLedger()
    return transactions.some((closed) => closed.hash === hash && closed.isSuccessful)
  }
  const destination = issuer.publicKey()
  return {
    accountId,
    usd: market.quote,
    offer: async (selling, buying, amount) => {
      const assets = { selling: sdkAsset(selling), buying: sdkAsset(buying) }
      await send(
        Operation.manageSellOffer({ ...assets, amount: formatAmount(amount), price: { n: 2, d: 1 }, offerId: '0' }),
      )
    },
    pay: (asset, amount) =>
      send(Operation.payment({ destination, asset: sdkAsset(asset), amount: formatAmount(amount) })),
  }
}

function sdkAsset(asset: Asset): SdkAsset {
  return asset.type === XLM.type ? SdkAsset.native() : new SdkAsset(asset.code, asset.issuer)
}

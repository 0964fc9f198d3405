import { type Devnet, devnetKey, setUpMarket } from '@sdex/devnet'
import {
  type Asset,
  formatAmount,
  formatAsset,
  type Market,
  type Price,
  parseAmount,
  type Stroops,
} from '@sdex/primitives'
import { Account, type Keypair, Operation, Asset as SdkAsset, TransactionBuilder, type xdr } from '@stellar/stellar-sdk'

/** Someone with lumens and USD who places orders, a ledger each. */
export type Trader = {
  readonly accountId: string
  /** Rests or trades: base for an ask, as for a bid. Prices are USD per lumen. */
  order(order: { readonly side: 'buy' | 'sell'; readonly price: Price; readonly amount: Stroops }): Promise<void>
}

/** XLM in USD on a devnet whose ledgers are closed by hand, and two traders. */
export async function setStage(net: Devnet): Promise<{ market: Market; maker: Trader; taker: Trader }> {
  const { market, join } = await setUpMarket(net)
  const [maker, taker] = [devnetKey(net.seed, 'maker'), devnetKey(net.seed, 'taker')]
  const amounts = { baseAmount: parseAmount('10000'), quoteAmount: parseAmount('10000') }
  await join([maker, taker].map((keypair) => ({ keypair, ...amounts })))
  return { market, maker: createTrader(net, market, maker), taker: createTrader(net, market, taker) }
}

function createTrader(net: Devnet, market: Market, keypair: Keypair): Trader {
  const accountId = keypair.publicKey()
  const [base, quote] = [sdkAsset(market.base), sdkAsset(market.quote)]
  return {
    accountId,
    order: async ({ side, price, amount }) => {
      const terms = { price: { ...price }, offerId: '0' }
      const units = formatAmount(amount)
      const operation =
        side === 'sell'
          ? Operation.manageSellOffer({ selling: base, buying: quote, amount: units, ...terms })
          : Operation.manageBuyOffer({ selling: quote, buying: base, buyAmount: units, ...terms })
      net.submit(sign(net, keypair, operation))
      await net.closeLedger()
    },
  }
}

function sign(net: Devnet, keypair: Keypair, operation: xdr.Operation): string {
  const sequence = net.account(keypair.publicKey())?.sequence ?? 0n
  const source = new Account(keypair.publicKey(), sequence.toString())
  const builder = new TransactionBuilder(source, { fee: '1000', networkPassphrase: net.passphrase })
  const transaction = builder.addOperation(operation).setTimeout(0).build()
  transaction.sign(keypair)
  return transaction.toXDR()
}

function sdkAsset(asset: Asset): SdkAsset {
  if (asset.type === 'native') return SdkAsset.native()
  const [code = '', issuer = ''] = formatAsset(asset).split(':')
  return new SdkAsset(code, issuer)
}

import { Buffer } from 'node:buffer'
import { Asset, getLiquidityPoolId, LiquidityPoolAsset, Operation, type xdr } from '@stellar/stellar-sdk'
import type { Party } from '../party.ts'
import { MAKER_OFFERS, type PartyName } from './stage.ts'

/** Whose assets these are. */
export type Cast = {
  readonly parties: Readonly<Record<PartyName, Party>>
  readonly usd: Asset
  readonly eur: Asset
  readonly reg: Asset
}

/** The issuer gives out USD and EUR to those who trust it. */
export function issuing({ parties, usd, eur }: Cast): readonly xdr.Operation[] {
  const { maker, taker, provider, payer } = parties
  const trust = (party: Party, asset: Asset): xdr.Operation => Operation.changeTrust({ asset, source: party.id })
  const pay = (to: Party, asset: Asset, amount: string): xdr.Operation =>
    Operation.payment({ destination: to.id, asset, amount })
  return [
    Operation.setOptions({ homeDomain: 'sdex.example' }),
    ...[maker, taker, provider].flatMap((party) => [trust(party, usd), trust(party, eur)]),
    trust(payer, usd),
    pay(maker, usd, '1000'),
    pay(maker, eur, '100'),
    pay(taker, eur, '100'),
    pay(provider, usd, '1000'),
    pay(provider, eur, '1000'),
  ]
}

/** The maker's data entries and offers. */
export function making({ usd, eur }: Cast): readonly xdr.Operation[] {
  const assets = { usd, eur, xlm: Asset.native() }
  return [
    Operation.manageData({ name: 'k', value: 'v1' }),
    Operation.manageData({ name: 'Zed', value: Buffer.from([0xff, 0x00]) }),
    Operation.manageData({ name: 'two words', value: 'x' }),
    ...MAKER_OFFERS.map(({ selling, buying, amount, price }) =>
      Operation.manageSellOffer({ selling: assets[selling], buying: assets[buying], amount, price, offerId: '0' }),
    ),
    Operation.createPassiveSellOffer({ selling: assets.xlm, buying: usd, amount: '7', price: { n: 1, d: 1 } }),
  ]
}

/** A fill without a rest, one with, and a payment across two offers. */
export function taking({ parties, usd, eur }: Cast): readonly xdr.Operation[] {
  const xlm = Asset.native()
  return [
    Operation.manageSellOffer({ selling: xlm, buying: usd, amount: '50', price: { n: 1, d: 2 }, offerId: '0' }),
    Operation.manageBuyOffer({ selling: eur, buying: usd, buyAmount: '8', price: { n: 1, d: 1 }, offerId: '0' }),
    Operation.pathPaymentStrictReceive({
      sendAsset: xlm,
      sendMax: '400',
      destination: parties.payer.id,
      destAsset: usd,
      destAmount: '80',
    }),
  ]
}

/** The pool XLM/EUR: a line, a deposit, and a payment through it. */
export function pooling({ parties, eur }: Cast): {
  readonly poolId: string
  readonly operations: readonly xdr.Operation[]
} {
  const pool = new LiquidityPoolAsset(Asset.native(), eur, 30)
  const poolId = Buffer.from(getLiquidityPoolId('constant_product', pool.getLiquidityPoolParameters())).toString('hex')
  const operations = [
    Operation.changeTrust({ asset: pool }),
    Operation.liquidityPoolDeposit({
      liquidityPoolId: poolId,
      maxAmountA: '1000',
      maxAmountB: '500',
      minPrice: { n: 1, d: 100 },
      maxPrice: { n: 100, d: 1 },
    }),
    Operation.pathPaymentStrictSend({
      sendAsset: Asset.native(),
      sendAmount: '10',
      destination: parties.maker.id,
      destAsset: eur,
      destMin: '1',
      source: parties.taker.id,
    }),
    Operation.liquidityPoolWithdraw({ liquidityPoolId: poolId, amount: '1', minAmountA: '0', minAmountB: '0' }),
  ]
  return { poolId, operations }
}

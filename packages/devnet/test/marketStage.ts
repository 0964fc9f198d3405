import {
  Asset,
  getLiquidityPoolId,
  type Horizon,
  LiquidityPoolAsset,
  LiquidityPoolFeeV18,
  Operation,
} from '@stellar/stellar-sdk'
import type { Devnet } from '../src/index.ts'
import { type Party, type Stage, sell, setStage } from './party.ts'

/** Lumens, USD and EUR of one issuer: a pool and a book of lumens and USD, a book of USD and EUR. */
export type MarketStage = Stage & { readonly eur: Asset; readonly poolId: string }

/**
 * The maker offers 100 USD at 3 lumens and 50 EUR at 2 USD, and puts 400 lumens and 200 USD into a pool, which so asks about 2 lumens for a USD. The taker trusts
 * both.
 */
export async function setMarketStage(net: Devnet, horizon: Horizon.Server): Promise<MarketStage> {
  const stage = await setStage(net, horizon)
  const { issuer, maker, taker, usd } = stage
  const xlm = Asset.native()
  const eur = new Asset('EUR', issuer.id)
  const pool = new LiquidityPoolAsset(xlm, usd, LiquidityPoolFeeV18)
  const poolId = Buffer.from(getLiquidityPoolId('constant_product', pool.getLiquidityPoolParameters())).toString('hex')
  await Promise.all([maker, taker].map((party: Party) => party.send(Operation.changeTrust({ asset: eur }))))
  await issuer.send(Operation.payment({ destination: maker.id, asset: eur, amount: '1000' }))
  await maker.send(
    Operation.changeTrust({ asset: pool }),
    Operation.liquidityPoolDeposit({
      liquidityPoolId: poolId,
      maxAmountA: '400',
      maxAmountB: '200',
      minPrice: '1',
      maxPrice: '3',
    }),
    sell(usd, xlm, { amount: '100', price: '3' }),
    sell(eur, usd, { amount: '50', price: '2' }),
  )
  return { ...stage, eur, poolId }
}

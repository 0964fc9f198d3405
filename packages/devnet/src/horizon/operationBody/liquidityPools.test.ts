import { Asset, getLiquidityPoolId, LiquidityPoolAsset, Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { bodies, createMarket, keys } from '../../../test/retold.ts'

const xlm = Asset.native()

test('behavior: pools tell what moved; of a failure neither that nor which assets', () => {
  const { usd, ...hand } = createMarket()
  const line = new LiquidityPoolAsset(xlm, usd, 30)
  const liquidityPoolId = Buffer.from(
    getLiquidityPoolId('constant_product', line.getLiquidityPoolParameters()),
  ).toString('hex')
  const terms = { liquidityPoolId, maxAmountA: '100', maxAmountB: '50', minPrice: { n: 2, d: 2 }, maxPrice: '3' }
  const deposit = Operation.liquidityPoolDeposit(terms)
  const withdraw = Operation.liquidityPoolWithdraw({
    liquidityPoolId,
    amount: '70.7106781',
    minAmountA: '1',
    minAmountB: '2',
  })
  const both = (a: string, b: string) => [
    { asset: 'native', amount: a },
    { asset: `USD:${hand.id('issuer')}`, amount: b },
  ]
  const told = bodies(hand, 'alice', Operation.changeTrust({ asset: line }), deposit, withdraw).slice(1)
  const asked = {
    liquidity_pool_id: liquidityPoolId,
    ...{ min_price: '1.0000000', min_price_r: { n: 2, d: 2 }, max_price: '3.0000000', max_price_r: { n: 3, d: 1 } },
  }
  expect(told).toEqual([
    {
      ...asked,
      reserves_max: both('100.0000000', '50.0000000'),
      reserves_deposited: both('100.0000000', '50.0000000'),
      shares_received: '70.7106781',
    },
    {
      liquidity_pool_id: liquidityPoolId,
      reserves_min: both('1.0000000', '2.0000000'),
      shares: '70.7106781',
      reserves_received: both('100.0000000', '50.0000000'),
    },
  ])
  expect(told.map(keys)).toEqual([
    'liquidity_pool_id reserves_max min_price min_price_r max_price max_price_r reserves_deposited shares_received',
    'liquidity_pool_id reserves_min shares reserves_received',
  ])
  expect(bodies(hand, 'bob', deposit)).toEqual([
    {
      ...asked,
      reserves_max: [{ amount: '100.0000000' }, { amount: '50.0000000' }],
      reserves_deposited: [{ amount: '0.0000000' }, { amount: '0.0000000' }],
      shares_received: '0.0000000',
    },
  ])
})

import { Asset, getLiquidityPoolId, LiquidityPoolAsset, Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import type { HandLedger } from '../../../test/handLedger.ts'
import { createParty, retold } from '../../../test/retold.ts'

type Pond = { readonly hand: HandLedger; readonly poolId: string; readonly usd: Asset }

/** Alice has put 100 lumens and 50 USD into a pool. */
function pond(): Pond & { readonly deposited: ReturnType<typeof retold> } {
  const hand = createParty()
  const usd = hand.asset('USD', 'issuer')
  const parameters = { assetA: Asset.native(), assetB: usd, fee: 30 }
  const shares = new LiquidityPoolAsset(parameters.assetA, usd, parameters.fee)
  const poolId = Buffer.from(getLiquidityPoolId('constant_product', parameters)).toString('hex')
  const trust = [Operation.changeTrust({ asset: usd }), Operation.changeTrust({ asset: shares })]
  hand.close(hand.sign('alice', trust), hand.sign('bob', [Operation.changeTrust({ asset: usd })]))
  hand.close(hand.sign('issuer', [Operation.payment({ destination: hand.id('alice'), asset: usd, amount: '500' })]))
  const amounts = { liquidityPoolId: poolId, maxAmountA: '100', maxAmountB: '50' }
  const deposit = Operation.liquidityPoolDeposit({ ...amounts, minPrice: '1', maxPrice: '3' })
  return { hand, poolId, usd, deposited: retold(hand, hand.close(hand.sign('alice', [deposit]))) }
}

function poolBody({ hand, poolId }: Pond, amounts: readonly [string, string, string], trustlines = '1') {
  const [a, b, total_shares] = amounts
  return {
    ...{ id: poolId, fee_bp: 30, type: 'constant_product', total_trustlines: trustlines, total_shares },
    reserves: reserves(hand, [a, b]),
  }
}

function reserves(hand: HandLedger, [a, b]: readonly [string, string]) {
  return [
    { asset: 'native', amount: a },
    { asset: `USD:${hand.id('issuer')}`, amount: b },
  ]
}

test('behavior: deposits and withdrawals tell what moved and what the pool was left with', () => {
  const { deposited, ...stage } = pond()
  const { hand, poolId } = stage
  expect(deposited).toEqual([
    [
      'alice',
      'liquidity_pool_deposited',
      {
        liquidity_pool: poolBody(stage, ['100.0000000', '50.0000000', '70.7106781']),
        reserves_deposited: reserves(hand, ['100.0000000', '50.0000000']),
        shares_received: '70.7106781',
      },
    ],
  ])
  const withdraw = { liquidityPoolId: poolId, amount: '70.7106781', minAmountA: '0', minAmountB: '0' }
  expect(retold(hand, hand.close(hand.sign('alice', [Operation.liquidityPoolWithdraw(withdraw)])))).toEqual([
    [
      'alice',
      'liquidity_pool_withdrew',
      {
        liquidity_pool: poolBody(stage, ['0.0000000', '0.0000000', '0.0000000']),
        reserves_received: reserves(hand, ['100.0000000', '50.0000000']),
        shares_redeemed: '70.7106781',
      },
    ],
  ])
})

test('behavior: a swap is one trade of who sent it, told as the pool sees it', () => {
  const stage = pond()
  const { hand, usd } = stage
  const send = Operation.pathPaymentStrictSend({
    ...{ sendAsset: Asset.native(), destAsset: usd, path: [] },
    ...{ destination: hand.id('bob'), sendAmount: '10', destMin: '1' },
  })
  const told = retold(hand, hand.close(hand.sign('carol', [send])))
  expect(told.map(([account, type]) => [account, type])).toEqual([
    ['bob', 'account_credited'],
    ['carol', 'account_debited'],
    ['carol', 'liquidity_pool_trade'],
  ])
  expect(told[2]?.[2]).toEqual({
    liquidity_pool: poolBody(stage, ['110.0000000', '45.4669456', '70.7106781']),
    sold: { asset: `USD:${hand.id('issuer')}`, amount: '4.5330544' },
    bought: { asset: 'native', amount: '10.0000000' },
  })
})

test('behavior: a trustor who loses an authorization gets balances for its shares, and the pool goes with the last', () => {
  const hand = createParty()
  hand.close(hand.sign('issuer', [Operation.setOptions({ setFlags: 2 as never })]))
  const usd = hand.asset('USD', 'issuer')
  const parameters = { assetA: Asset.native(), assetB: usd, fee: 30 }
  const poolId = Buffer.from(getLiquidityPoolId('constant_product', parameters)).toString('hex')
  const trust = [usd, new LiquidityPoolAsset(Asset.native(), usd, 30)].map((asset) => Operation.changeTrust({ asset }))
  hand.close(hand.sign('alice', trust))
  hand.close(hand.sign('issuer', [Operation.payment({ destination: hand.id('alice'), asset: usd, amount: '500' })]))
  const terms = { liquidityPoolId: poolId, maxAmountA: '100', maxAmountB: '50', minPrice: '1', maxPrice: '3' }
  hand.close(hand.sign('alice', [Operation.liquidityPoolDeposit(terms)]))

  const revoke = Operation.setTrustLineFlags({ trustor: hand.id('alice'), asset: usd, flags: { authorized: false } })
  const told = retold(hand, hand.close(hand.sign('issuer', [revoke])))
  expect(told.map(([account, type]) => [account, type])).toEqual([
    ['issuer', 'trustline_flags_updated'],
    ['issuer', 'claimable_balance_created'],
    ['alice', 'claimable_balance_claimant_created'],
    ['issuer', 'claimable_balance_created'],
    ['alice', 'claimable_balance_claimant_created'],
    ['issuer', 'liquidity_pool_revoked'],
    ['issuer', 'claimable_balance_sponsorship_created'],
    ['issuer', 'claimable_balance_sponsorship_created'],
    ['issuer', 'liquidity_pool_removed'],
  ])
  const created = told.filter(([, type]) => type === 'claimable_balance_created').map(([, , members]) => members)
  const idOf = (asset: string): unknown => created.find((members) => members['asset'] === asset)?.['balance_id']
  expect(created.map((members) => members['balance_id'])).toEqual(
    created.map((members) => members['balance_id']).toSorted(),
  )
  expect(told[2]?.[2]).toMatchObject({ predicate: { unconditional: true } })
  expect(told[5]?.[2]).toEqual({
    liquidity_pool: poolBody({ hand, poolId, usd }, ['100.0000000', '50.0000000', '70.7106781']),
    reserves_revoked: reserves(hand, ['100.0000000', '50.0000000']).map((reserve) => ({
      ...reserve,
      claimable_balance_id: idOf(reserve.asset),
    })),
    shares_revoked: '70.7106781',
  })
  expect(told[6]?.[2]).toMatchObject({ sponsor: hand.id('alice') })
})

test('behavior: of several pools that one revocation empties, one is told, with the last balance of each asset', () => {
  const hand = createParty()
  hand.close(hand.sign('issuer', [Operation.setOptions({ setFlags: 2 as never })]))
  const [usd, eur] = [hand.asset('USD', 'issuer'), hand.asset('EUR', 'issuer')]
  const pools = [
    { assetA: Asset.native(), assetB: usd, fee: 30 },
    { assetA: eur, assetB: usd, fee: 30 },
  ]
  const ids = pools.map((pool) => Buffer.from(getLiquidityPoolId('constant_product', pool)).toString('hex'))
  const shares = pools.map(({ assetA, assetB, fee }) => new LiquidityPoolAsset(assetA, assetB, fee))
  hand.close(
    hand.sign(
      'alice',
      [usd, eur, ...shares].map((asset) => Operation.changeTrust({ asset })),
    ),
  )
  const pay = [usd, eur].map((asset) => Operation.payment({ destination: hand.id('alice'), asset, amount: '500' }))
  hand.close(hand.sign('issuer', pay))
  const terms = { maxAmountA: '100', maxAmountB: '100', minPrice: '1', maxPrice: '1' }
  const deposits = ids.map((liquidityPoolId) => Operation.liquidityPoolDeposit({ liquidityPoolId, ...terms }))
  hand.close(hand.sign('alice', deposits))
  const revoke = Operation.setTrustLineFlags({ trustor: hand.id('alice'), asset: usd, flags: { authorized: false } })
  const told = retold(hand, hand.close(hand.sign('issuer', [revoke])))
  const of = (type: string) => told.filter((each) => each[1] === type).map(([, , members]) => members)
  const created = of('claimable_balance_created')
  expect(created).toHaveLength(4)
  const [revoked, another] = of('liquidity_pool_revoked')
  expect(another).toBeUndefined()
  expect(revoked).toMatchObject({ liquidity_pool: { id: ids.toSorted()[0] } })
  const lastOfUsd = created.findLast(({ asset }) => asset === `USD:${hand.id('issuer')}`)
  const reservesOf = revoked?.['reserves_revoked'] as readonly { asset: string; claimable_balance_id: string }[]
  expect(reservesOf.find(({ asset }) => asset.startsWith('USD'))?.claimable_balance_id).toBe(lastOfUsd?.['balance_id'])
  expect(of('liquidity_pool_removed').map((members) => members['liquidity_pool_id'])).toEqual(ids.toSorted())
})

import { Asset, LiquidityPoolAsset, Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { bodies, createMarket, issued, keys } from '../../../test/retold.ts'

const xlm = Asset.native()

test('behavior: trust, given and allowed', () => {
  const { usd, ...hand } = createMarket()
  const [alice, issuer] = [hand.id('alice'), hand.id('issuer')]
  const told = bodies(
    hand,
    'carol',
    Operation.changeTrust({ asset: usd, limit: '7' }),
    Operation.changeTrust({ asset: usd, limit: '0' }),
  )
  const line = { ...issued(hand, 'USD'), trustee: issuer, trustor: hand.id('carol') }
  expect(told).toEqual([
    { ...line, limit: '7.0000000' },
    { ...line, limit: '0.0000000' },
  ])
  expect(keys(told[0])).toBe('asset_type asset_code asset_issuer limit trustee trustor')
  const [pool] = bodies(
    hand,
    'alice',
    Operation.changeTrust({ asset: new LiquidityPoolAsset(xlm, usd, 30), limit: '7' }),
  )
  expect(keys(pool)).toBe('asset_type liquidity_pool_id limit trustor')
  expect(pool).toMatchObject({ asset_type: 'liquidity_pool_shares', trustor: alice })

  const allow = (authorize: number) =>
    Operation.allowTrust({ trustor: alice, assetCode: 'USD', authorize: authorize as never })
  const allowed = bodies(hand, 'issuer', allow(1), allow(2))
  expect(keys(allowed[0])).toBe(
    'asset_type asset_code asset_issuer trustee trustor authorize authorize_to_maintain_liabilities',
  )
  expect(allowed).toMatchObject([
    { trustee: issuer, trustor: alice, authorize: true, authorize_to_maintain_liabilities: true },
    { authorize: false, authorize_to_maintain_liabilities: true },
  ])
  const flags = { authorized: false, authorizedToMaintainLiabilities: true, clawbackEnabled: false }
  const [set] = bodies(hand, 'issuer', Operation.setTrustLineFlags({ trustor: hand.id('bob'), asset: usd, flags }))
  expect(keys(set)).toBe('asset_type asset_code asset_issuer trustor set_flags set_flags_s clear_flags clear_flags_s')
  expect(set).toMatchObject({
    ...{ set_flags: [2], set_flags_s: ['authorized_to_maintain_liabilites'] },
    ...{ clear_flags: [1, 4], clear_flags_s: ['authorized', 'clawback_enabled'] },
  })
})

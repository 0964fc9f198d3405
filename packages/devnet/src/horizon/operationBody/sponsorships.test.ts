import { Asset, getLiquidityPoolId, LiquidityPoolAsset, LiquidityPoolId, Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { bodies, createMarket, operationBodies } from '../../../test/retold.ts'

const xlm = Asset.native()

test('behavior: sponsorships, their frame and their revocations', () => {
  const { usd, ...hand } = createMarket()
  const [alice, sponsor, signer] = [hand.id('alice'), hand.id('sponsor'), hand.id('carol')]
  const balanceId = `00000000${'ab'.repeat(32)}`
  const frame = [
    Operation.beginSponsoringFutureReserves({ sponsoredId: alice }),
    Operation.manageData({ name: 'motto', value: 'one', source: alice }),
    Operation.endSponsoringFutureReserves({ source: alice }),
  ]
  const closed = hand.close(hand.sign('sponsor', frame, { signers: ['sponsor', 'alice'] }))
  expect(operationBodies(closed)).toEqual([
    { sponsored_id: alice },
    { sponsor, name: 'motto', value: 'b25l' },
    { begin_sponsor: sponsor },
  ])
  const line = new LiquidityPoolAsset(xlm, usd, 30)
  const liquidityPoolId = Buffer.from(
    getLiquidityPoolId('constant_product', line.getLiquidityPoolParameters()),
  ).toString('hex')
  expect(
    bodies(
      hand,
      'sponsor',
      Operation.revokeAccountSponsorship({ account: alice }),
      Operation.revokeClaimableBalanceSponsorship({ balanceId }),
      Operation.revokeDataSponsorship({ account: alice, name: 'motto' }),
      Operation.revokeOfferSponsorship({ seller: alice, offerId: '12' }),
      Operation.revokeTrustlineSponsorship({ account: alice, asset: usd }),
      Operation.revokeTrustlineSponsorship({ account: alice, asset: new LiquidityPoolId(liquidityPoolId) }),
      Operation.revokeSignerSponsorship({ account: alice, signer: { ed25519PublicKey: signer } }),
    ),
  ).toEqual([
    { account_id: alice },
    { claimable_balance_id: balanceId },
    { data_account_id: alice, data_name: 'motto' },
    { offer_id: '12' },
    { trustline_account_id: alice, trustline_asset: `USD:${hand.id('issuer')}` },
    { trustline_account_id: alice, trustline_liquidity_pool_id: liquidityPoolId },
    { signer_account_id: alice, signer_key: signer },
  ])
})

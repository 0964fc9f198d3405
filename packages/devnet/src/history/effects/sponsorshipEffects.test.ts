import { Asset, Claimant, LiquidityPoolAsset, Operation, type xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import type { HandLedger } from '../../../test/handLedger.ts'
import { createParty, operationRows, retold } from '../../../test/retold.ts'

/** Operations that the sponsor pays the reserves of, signed by everybody. */
function sponsored(hand: HandLedger, owner: string, operations: readonly xdr.Operation[], sponsor = 'sponsor') {
  const begin = Operation.beginSponsoringFutureReserves({ sponsoredId: hand.id(owner) })
  const end = Operation.endSponsoringFutureReserves({ source: hand.id(owner) })
  return hand.close(hand.sign(sponsor, [begin, ...operations, end], { signers: [...new Set([sponsor, owner])] }))
}

test('behavior: a sponsored account is told after its creation, to itself', () => {
  const hand = createParty()
  const create = Operation.createAccount({ destination: hand.id('new'), startingBalance: '0' })
  const told = retold(hand, sponsored(hand, 'new', [create]))
  expect(told.map(([account, type]) => [account, type])).toEqual([
    [hand.id('new'), 'account_created'],
    ['sponsor', 'account_debited'],
    [hand.id('new'), 'signer_created'],
    [hand.id('new'), 'account_sponsorship_created'],
  ])
  expect(told[3]?.[2]).toEqual({ sponsor: hand.id('sponsor') })
})

test('behavior: lines, data, signers and balances tell who pays for them, offers never do', () => {
  const hand = createParty()
  const source = hand.id('alice')
  const usd = hand.asset('USD', 'issuer')
  const signer = { ed25519PublicKey: hand.id('carol'), weight: 1 }
  const claimants = [new Claimant(hand.id('bob'))]
  const price = { amount: '1', price: '1', offerId: '0', source }
  const told = retold(
    hand,
    sponsored(hand, 'alice', [
      Operation.changeTrust({ asset: usd, source }),
      Operation.changeTrust({ asset: new LiquidityPoolAsset(Asset.native(), usd, 30), source }),
      Operation.manageData({ name: 'motto', value: 'one', source }),
      Operation.setOptions({ signer, source }),
      Operation.createClaimableBalance({ asset: Asset.native(), amount: '1', claimants, source }),
      Operation.manageSellOffer({ selling: Asset.native(), buying: usd, ...price }),
    ]),
  )
  const sponsor = hand.id('sponsor')
  const sponsorships = told.filter(([, type]) => type.includes('sponsorship'))
  expect(sponsorships).toEqual([
    [
      'alice',
      'trustline_sponsorship_created',
      { asset_type: 'credit_alphanum4', asset: `USD:${hand.id('issuer')}`, sponsor },
    ],
    [
      'alice',
      'trustline_sponsorship_created',
      { asset_type: 'liquidity_pool', liquidity_pool_id: expect.stringMatching(/^[0-9a-f]{64}$/), sponsor },
    ],
    ['alice', 'data_sponsorship_created', { data_name: 'motto', sponsor }],
    ['alice', 'signer_sponsorship_created', { signer: hand.id('carol'), sponsor }],
    ['alice', 'claimable_balance_sponsorship_created', { balance_id: expect.any(String), sponsor }],
  ])
})

test('behavior: a sponsorship that is revoked is removed, or goes over to who sponsors now', () => {
  const hand = createParty()
  const source = hand.id('alice')
  sponsored(hand, 'alice', [Operation.manageData({ name: 'motto', value: 'one', source })])
  sponsored(hand, 'alice', [
    Operation.setOptions({ signer: { ed25519PublicKey: hand.id('carol'), weight: 1 }, source }),
  ])
  const data = Operation.revokeDataSponsorship({ account: source, name: 'motto' })
  const signer = Operation.revokeSignerSponsorship({ account: source, signer: { ed25519PublicKey: hand.id('carol') } })
  const former_sponsor = hand.id('sponsor')
  // The data's is told to who revokes, the signer's to who has it.
  expect(retold(hand, hand.close(hand.sign('sponsor', [data, signer])))).toEqual([
    ['sponsor', 'data_sponsorship_removed', { data_name: 'motto', former_sponsor }],
    ['alice', 'signer_sponsorship_removed', { signer: hand.id('carol'), former_sponsor }],
  ])

  const usd = hand.asset('USD', 'issuer')
  sponsored(hand, 'alice', [Operation.changeTrust({ asset: usd, source })])
  const line = Operation.revokeTrustlineSponsorship({ account: source, asset: usd, source: hand.id('sponsor') })
  expect(retold(hand, sponsored(hand, 'sponsor', [line], 'bob'))).toEqual([
    [
      'alice',
      'trustline_sponsorship_updated',
      {
        ...{ asset_type: 'credit_alphanum4', asset: `USD:${hand.id('issuer')}` },
        ...{ former_sponsor, new_sponsor: hand.id('bob') },
      },
    ],
  ])
})

test('behavior: what is removed loses its sponsor', () => {
  const hand = createParty()
  const source = hand.id('alice')
  const signer = (weight: number) =>
    Operation.setOptions({ signer: { ed25519PublicKey: hand.id('carol'), weight }, source })
  sponsored(hand, 'alice', [signer(1)])
  expect(retold(hand, hand.close(hand.sign('alice', [signer(0)]))).map(([, type]) => type)).toEqual([
    'signer_removed',
    'signer_sponsorship_removed',
  ])
})

test('behavior: who sponsors what an operation makes takes part in it, and the end knows who began', () => {
  const hand = createParty()
  const source = hand.id('alice')
  const closed = sponsored(hand, 'alice', [
    Operation.manageData({ name: 'motto', value: 'one', source }),
    Operation.setOptions({ signer: { ed25519PublicKey: hand.id('carol'), weight: 1 }, source }),
  ])
  const [begin, data, options, end] = operationRows(closed)
  expect(data?.sponsor).toBe(hand.id('sponsor'))
  expect(options?.sponsor).toBe(hand.id('sponsor'))
  const both = [hand.id('alice'), hand.id('sponsor')]
  expect([begin, data, options, end].map((row) => row?.participants.toSorted())).toEqual(
    Array.from({ length: 4 }, () => both.toSorted()),
  )
  expect(begin?.sponsor).toBeUndefined()
})

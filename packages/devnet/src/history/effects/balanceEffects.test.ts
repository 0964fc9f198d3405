import { Asset, AuthClawbackEnabledFlag, AuthRevocableFlag, Claimant, Operation, type xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import type { HandLedger } from '../../../test/handLedger.ts'
import { type Body, createParty, effectRows, keys, retold } from '../../../test/retold.ts'

function create(hand: HandLedger, asset: Asset): xdr.Operation {
  const later = Claimant.predicateNot(Claimant.predicateBeforeRelativeTime('60'))
  const claimants = [new Claimant(hand.id('bob'), later), new Claimant(hand.id('alice'))]
  return Operation.createClaimableBalance({ asset, amount: '20', claimants })
}

test('behavior: a balance is told with its claimants as the operation has them, then debited and sponsored', () => {
  const hand = createParty()
  const closed = hand.close(hand.sign('alice', [create(hand, Asset.native())]))
  const balance_id = String(retold(hand, closed)[0]?.[2]['balance_id'])
  expect(balance_id).toMatch(/^00000000[0-9a-f]{64}$/)
  const told = { asset: 'native', balance_id, amount: '20.0000000' }
  expect(retold(hand, closed)).toEqual([
    ['alice', 'claimable_balance_created', told],
    ['bob', 'claimable_balance_claimant_created', { ...told, predicate: { not: { rel_before: '60' } } }],
    ['alice', 'claimable_balance_claimant_created', { ...told, predicate: { unconditional: true } }],
    ['alice', 'account_debited', { asset_type: 'native', amount: '20.0000000' }],
    ['alice', 'claimable_balance_sponsorship_created', { balance_id, sponsor: hand.id('alice') }],
  ])
  expect(effectRows(closed).map(({ index }) => index)).toEqual([1, 2, 3, 4, 5])
  const claim = Operation.claimClaimableBalance({ balanceId: balance_id })
  expect(retold(hand, hand.close(hand.sign('alice', [claim])))).toEqual([
    ['alice', 'claimable_balance_claimed', told],
    ['alice', 'account_credited', { asset_type: 'native', amount: '20.0000000' }],
    ['alice', 'claimable_balance_sponsorship_removed', { balance_id, former_sponsor: hand.id('alice') }],
  ])
})

test('behavior: an issuer that takes a balance back is credited with it', () => {
  const hand = createParty()
  const setFlags = (AuthRevocableFlag | AuthClawbackEnabledFlag) as never
  const usd = hand.asset('USD', 'issuer')
  hand.close(hand.sign('issuer', [Operation.setOptions({ setFlags })]))
  const closed = hand.close(hand.sign('issuer', [create(hand, usd)]))
  const balance_id = String(retold(hand, closed)[0]?.[2]['balance_id'])
  const back = Operation.clawbackClaimableBalance({ balanceId: balance_id })
  const told = retold(hand, hand.close(hand.sign('issuer', [back])))
  const credited: Body = {
    ...{ asset_type: 'credit_alphanum4', asset_code: 'USD', asset_issuer: hand.id('issuer') },
    amount: '20.0000000',
  }
  expect(told).toEqual([
    ['issuer', 'claimable_balance_clawed_back', { balance_id }],
    ['issuer', 'account_credited', credited],
    ['issuer', 'claimable_balance_sponsorship_removed', { balance_id, former_sponsor: hand.id('issuer') }],
  ])
  expect(keys(told[1]?.[2])).toBe('asset_type asset_code asset_issuer amount')
})

import { AuthClawbackEnabledFlag, AuthRequiredFlag, AuthRevocableFlag, Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { createParty, effectRows, retold } from '../../../test/retold.ts'
import { toid } from '../toid.ts'

test('behavior: options are told in a fixed order, thresholds that are not named as 0', () => {
  const hand = createParty()
  const set = Operation.setOptions({
    ...{ inflationDest: hand.id('bob'), setFlags: AuthRequiredFlag, homeDomain: 'example.org', medThreshold: 1 },
    signer: { ed25519PublicKey: hand.id('carol'), weight: 2 },
  })
  expect(retold(hand, hand.close(hand.sign('alice', [set])))).toEqual([
    ['alice', 'account_home_domain_updated', { home_domain: 'example.org' }],
    ['alice', 'account_thresholds_updated', { low_threshold: 0, med_threshold: 1, high_threshold: 0 }],
    ['alice', 'account_flags_updated', { auth_required_flag: true }],
    ['alice', 'account_inflation_destination_updated', {}],
    ['alice', 'signer_created', { weight: 2, public_key: hand.id('carol'), key: '' }],
  ])
})

test('behavior: fields are told also when they stay what they were, signers are not', () => {
  const hand = createParty()
  const set = Operation.setOptions({
    ...{ homeDomain: '', masterWeight: 1, clearFlags: AuthRevocableFlag },
    signer: { ed25519PublicKey: hand.id('carol'), weight: 0 },
  })
  expect(retold(hand, hand.close(hand.sign('alice', [Operation.setOptions({ masterWeight: 1 })])))).toEqual([])
  hand.close(hand.sign('alice', [Operation.setOptions({ signer: { ed25519PublicKey: hand.id('carol'), weight: 1 } })]))
  expect(retold(hand, hand.close(hand.sign('alice', [set])))).toEqual([
    ['alice', 'account_home_domain_updated', { home_domain: '' }],
    ['alice', 'account_flags_updated', {}], // the flag that was cleared has no name
    ['alice', 'signer_removed', { weight: 0, public_key: hand.id('carol'), key: '' }],
  ])
})

test('behavior: clawback alone is a change of flags without a name', () => {
  const hand = createParty()
  const set = Operation.setOptions({ setFlags: (AuthRevocableFlag | AuthClawbackEnabledFlag) as never })
  expect(retold(hand, hand.close(hand.sign('issuer', [set])))).toEqual([['issuer', 'account_flags_updated', {}]])
})

test('behavior: the master key is a signer while it has weight', () => {
  const hand = createParty()
  const signer = { ed25519PublicKey: hand.id('carol'), weight: 5 }
  const told = (operation: ReturnType<typeof Operation.setOptions>, signers = ['alice']) =>
    retold(hand, hand.close(hand.sign('alice', [operation], { signers }))).map(([, type, { weight }]) => [type, weight])
  expect(told(Operation.setOptions({ masterWeight: 3 }))).toEqual([['signer_updated', 3]])
  expect(told(Operation.setOptions({ masterWeight: 0, signer }))).toEqual([
    ['signer_removed', 0],
    ['signer_created', 5],
  ])
  expect(told(Operation.setOptions({ masterWeight: 1 }), ['carol'])).toEqual([['signer_created', 1]])
})

test('behavior: signers that went or changed come before new ones, each by the text of their keys', () => {
  const hand = createParty()
  const weigh = (name: string, weight: number) =>
    Operation.setOptions({ signer: { ed25519PublicKey: hand.id(name), weight } })
  const closed = hand.close(hand.sign('alice', [weigh('bob', 1), weigh('bob', 2), weigh('bob', 0)]))
  expect(retold(hand, closed).map(([, type]) => type)).toEqual(['signer_created', 'signer_updated', 'signer_removed'])
})

test('behavior: a value is created, updated even by the same one, and removed', () => {
  const hand = createParty()
  const keep = (value: string | null) => Operation.manageData({ name: 'motto', value })
  const closed = hand.close(hand.sign('alice', [keep('one'), keep('one'), keep(null)]))
  expect(retold(hand, closed)).toEqual([
    ['alice', 'data_created', { name: 'motto', value: 'b25l' }],
    ['alice', 'data_updated', { name: 'motto', value: 'b25l' }],
    ['alice', 'data_removed', { name: 'motto' }],
  ])
})

test('behavior: a sequence number that a bump leaves where it is, is not told', () => {
  const hand = createParty()
  const now = hand.ledger.state.account(hand.id('alice'))?.sequence ?? 0n
  const bump = (to: bigint) => Operation.bumpSequence({ bumpTo: to.toString() })
  const closed = hand.close(hand.sign('alice', [bump(now), bump(now + 100n), bump(now + 100n)]))
  expect(retold(hand, closed)).toEqual([['alice', 'sequence_bumped', { new_seq: (now + 100n).toString() }]])
  expect(effectRows(closed)[0]?.operation).toBe(toid(closed.header.ledgerSequence, 1, 2))
})

import { Asset, encodeMuxedAccount, encodeMuxedAccountToAddress, Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { createHandLedger } from '../../../test/handLedger.ts'
import { createParty, effectRows, operationRows, retold } from '../../../test/retold.ts'
import { accountWire } from '../../ledger/wire.ts'
import { effectsOf } from './effectsOf.ts'

const xlm = Asset.native()
test('behavior: a new account is created with its own key, and debits who made it', () => {
  const hand = createHandLedger()
  hand.fund('alice')
  const made = Operation.createAccount({ destination: hand.id('bob'), startingBalance: '10' })
  expect(retold(hand, hand.close(hand.sign('alice', [made])))).toEqual([
    ['bob', 'account_created', { starting_balance: '10.0000000' }],
    ['alice', 'account_debited', { asset_type: 'native', amount: '10.0000000' }],
    ['bob', 'signer_created', { weight: 1, public_key: hand.id('bob'), key: '' }],
  ])
})

test('behavior: a payment credits first; effects are numbered from 1 in each operation', () => {
  const hand = createParty()
  const pay = Operation.payment({ destination: hand.id('bob'), asset: xlm, amount: '1' })
  const closed = hand.close(hand.sign('alice', [pay, pay]))
  const amount = { asset_type: 'native', amount: '1.0000000' }
  const [first, second] = [
    ['bob', 'account_credited', amount],
    ['alice', 'account_debited', amount],
  ]
  expect(retold(hand, closed)).toEqual([first, second, first, second])
  expect(effectRows(closed).map(({ operation, index }) => [Number(operation & 0xfffn), index])).toEqual([
    [1, 1],
    [1, 2],
    [2, 1],
    [2, 2],
  ])
})

test('behavior: who is muxed in an operation is muxed in its effects', () => {
  const hand = createParty()
  const bob = encodeMuxedAccountToAddress(encodeMuxedAccount(hand.id('bob'), '7'))
  const pay = Operation.payment({ destination: bob, asset: xlm, amount: '1' })
  const [credited, debited] = effectRows(hand.close(hand.sign('alice', [pay])))
  expect(credited?.account).toEqual({ accountId: hand.id('bob'), muxed: { address: bob, id: 7n } })
  expect(debited?.account).toEqual({ accountId: hand.id('alice') })
})

test('behavior: a failed transaction has no effects, also of those of its operations that went well', () => {
  const hand = createParty()
  const pay = Operation.payment({ destination: hand.id('bob'), asset: xlm, amount: '1' })
  const tooMuch = Operation.payment({ destination: hand.id('bob'), asset: xlm, amount: '100000' })
  expect(retold(hand, hand.close(hand.sign('alice', [pay, tooMuch])))).toEqual([])
})

test('behavior: path payments tell both ends and then the trades on their way', () => {
  const hand = createParty()
  const usd = hand.asset('USD', 'issuer')
  hand.close(
    hand.sign('bob', [Operation.changeTrust({ asset: usd })]),
    hand.sign('carol', [Operation.changeTrust({ asset: usd })]),
  )
  hand.close(hand.sign('issuer', [Operation.payment({ destination: hand.id('bob'), asset: usd, amount: '100' })]))
  hand.close(
    hand.sign('bob', [
      Operation.manageSellOffer({ selling: usd, buying: xlm, amount: '50', price: '2', offerId: '0' }),
    ]),
  )
  const trade = (sold: [string, string], seller: string) => ({
    seller: hand.id(seller),
    offer_id: '1',
    sold_amount: sold[0],
    ...(sold[1] === 'xlm' ? { sold_asset_type: 'native' } : asset('sold_')),
    bought_amount: sold[1] === 'xlm' ? '5.0000000' : '10.0000000',
    ...(sold[1] === 'xlm' ? asset('bought_') : { bought_asset_type: 'native' }),
  })
  const asset = (prefix = ''): Record<string, string> => ({
    [`${prefix}asset_type`]: 'credit_alphanum4',
    [`${prefix}asset_code`]: 'USD',
    [`${prefix}asset_issuer`]: hand.id('issuer'),
  })
  const expected = [
    ['carol', 'account_credited', { ...asset(), amount: '5.0000000' }],
    ['alice', 'account_debited', { asset_type: 'native', amount: '10.0000000' }],
    ['alice', 'trade', trade(['10.0000000', 'xlm'], 'bob')],
    ['bob', 'trade', trade(['5.0000000', 'usd'], 'alice')],
  ]
  const common = { sendAsset: xlm, destination: hand.id('carol'), destAsset: usd, path: [] }
  const receive = Operation.pathPaymentStrictReceive({ ...common, destAmount: '5', sendMax: '20' })
  expect(retold(hand, hand.close(hand.sign('alice', [receive])))).toEqual(expected)
  const send = Operation.pathPaymentStrictSend({ ...common, sendAmount: '10', destMin: '1' })
  expect(retold(hand, hand.close(hand.sign('alice', [send])))).toEqual(expected)
})

test('behavior: a path payment that converts nothing sends what arrives', () => {
  const hand = createParty()
  const straight = Operation.pathPaymentStrictReceive({
    ...{ sendAsset: xlm, destAsset: xlm, path: [] },
    ...{ destination: hand.id('bob'), destAmount: '5', sendMax: '20' },
  })
  const amount = { asset_type: 'native', amount: '5.0000000' }
  expect(retold(hand, hand.close(hand.sign('alice', [straight])))).toEqual([
    ['bob', 'account_credited', amount],
    ['alice', 'account_debited', amount],
  ])
})

test('behavior: a merge moves what was left, and then the account is gone', () => {
  const hand = createParty()
  const merge = Operation.accountMerge({ destination: hand.id('bob') })
  const amount = { asset_type: 'native', amount: '999.9999900' }
  expect(retold(hand, hand.close(hand.sign('alice', [merge])))).toEqual([
    ['alice', 'account_debited', amount],
    ['bob', 'account_credited', amount],
    ['alice', 'account_removed', {}],
  ])
})

test('behavior: a clawback credits the issuer with what it burns', () => {
  const hand = createParty()
  const usd = hand.asset('USD', 'issuer')
  hand.close(hand.sign('issuer', [Operation.setOptions({ setFlags: 10 as never })]))
  hand.close(hand.sign('bob', [Operation.changeTrust({ asset: usd })]))
  hand.close(hand.sign('issuer', [Operation.payment({ destination: hand.id('bob'), asset: usd, amount: '100' })]))
  const back = Operation.clawback({ asset: usd, from: hand.id('bob'), amount: '30' })
  const taken = {
    ...{ asset_type: 'credit_alphanum4', asset_code: 'USD', asset_issuer: hand.id('issuer') },
    amount: '30.0000000',
  }
  expect(retold(hand, hand.close(hand.sign('issuer', [back])))).toEqual([
    ['issuer', 'account_credited', taken],
    ['bob', 'account_debited', taken],
  ])
})

test('behavior: inflation, which no ledger runs any more, credits each winner', () => {
  const hand = createParty()
  const [row] = operationRows(
    hand.close(hand.sign('alice', [Operation.payment({ destination: hand.id('bob'), asset: xlm, amount: '1' })])),
  )
  const payouts = ['bob', 'carol'].map((name) => ({ destination: accountWire(hand.id(name)), amount: 5n }))
  const result = { type: 9, inflationResult: { code: 0, payouts } } as const
  const paid = row === undefined ? [] : effectsOf({ ...row, body: { type: 9 }, result })
  expect(paid.map(({ account, effect }) => [account.accountId, effect])).toEqual(
    ['bob', 'carol'].map((name) => [hand.id(name), { type: 'account_credited', asset: 'native', amount: 5n }]),
  )
})

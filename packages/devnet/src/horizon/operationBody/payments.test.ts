import { Asset, encodeMuxedAccount, encodeMuxedAccountToAddress, Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { bodies, createMarket, createParty, issued, keys, ORIGIN, operationRows, sent } from '../../../test/retold.ts'
import { renderOperation } from './renderOperation.ts'

const xlm = Asset.native()

test('behavior: accounts, payments and merges', () => {
  const hand = createParty()
  const [alice, bob] = [hand.id('alice'), hand.id('bob')]
  const created = bodies(hand, 'alice', Operation.createAccount({ destination: hand.id('new'), startingBalance: '5' }))
  expect(created).toEqual([{ starting_balance: '5.0000000', funder: alice, account: hand.id('new') }])
  expect(created.map(keys)).toEqual(['starting_balance funder account'])
  const paid = bodies(hand, 'alice', Operation.payment({ destination: bob, asset: xlm, amount: '5' }))
  expect(paid).toEqual([{ asset_type: 'native', from: alice, to: bob, amount: '5.0000000' }])
  expect(paid.map(keys)).toEqual(['asset_type from to amount'])
  expect(bodies(hand, 'alice', Operation.accountMerge({ destination: bob }))).toEqual([{ account: alice, into: bob }])
})

test('behavior: muxed accounts bring their address and id, an id of 0 is left out', () => {
  const hand = createParty()
  const muxed = (name: string, id: string): string => encodeMuxedAccountToAddress(encodeMuxedAccount(hand.id(name), id))
  const pay = Operation.payment({
    ...{ source: muxed('alice', '0'), destination: muxed('bob', '18446744073709551615') },
    ...{ asset: xlm, amount: '5' },
  })
  const [row] = operationRows(hand.close(hand.sign('alice', [pay])))
  const body = row === undefined ? {} : sent(renderOperation(row, { origin: ORIGIN, joinsTransactions: false }))
  expect(keys(body)).toBe(
    '_links id paging_token transaction_successful source_account source_account_muxed type type_i created_at ' +
      'transaction_hash asset_type from from_muxed to to_muxed to_muxed_id amount',
  )
  expect(body).toMatchObject({
    ...{ source_account: hand.id('alice'), from_muxed: muxed('alice', '0'), to: hand.id('bob') },
    to_muxed_id: '18446744073709551615',
  })
})

test('behavior: path payments tell what was spent and what arrived, of a failure 0', () => {
  const { usd, eur, ...hand } = createMarket()
  const sell = { buying: xlm, price: '2', amount: '50', offerId: '0' }
  hand.close(hand.sign('bob', [Operation.manageSellOffer({ selling: usd, ...sell })]))
  const common = { sendAsset: xlm, destination: hand.id('alice'), destAsset: usd, path: [] }
  const receive = Operation.pathPaymentStrictReceive({ ...common, destAmount: '5', sendMax: '20' })
  const send = Operation.pathPaymentStrictSend({ ...common, sendAmount: '8', destMin: '1' })
  const told = bodies(hand, 'carol', receive, send)
  const ends = { from: hand.id('carol'), to: hand.id('alice'), path: [], source_asset_type: 'native' }
  expect(told).toEqual([
    { ...issued(hand, 'USD'), ...ends, amount: '5.0000000', source_amount: '10.0000000', source_max: '20.0000000' },
    { ...issued(hand, 'USD'), ...ends, amount: '4.0000000', source_amount: '8.0000000', destination_min: '1.0000000' },
  ])
  const start = 'asset_type asset_code asset_issuer from to amount path source_amount'
  expect(told.map(keys)).toEqual([
    `${start} source_max source_asset_type`,
    `${start} destination_min source_asset_type`,
  ])

  const failed = bodies(
    hand,
    'carol',
    Operation.pathPaymentStrictReceive({ ...common, path: [eur], destAmount: '5', sendMax: '20' }),
    Operation.pathPaymentStrictSend({ ...common, path: [eur], sendAmount: '8', destMin: '1' }),
  )
  expect(failed).toMatchObject([
    { amount: '5.0000000', source_amount: '0.0000000', path: [issued(hand, 'EURO')] },
    { amount: '0.0000000', source_amount: '8.0000000', path: [issued(hand, 'EURO')] },
  ])
})

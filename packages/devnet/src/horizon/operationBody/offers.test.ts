import { Asset, Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { bodies, createMarket, issued, keys } from '../../../test/retold.ts'

const xlm = Asset.native()

test('behavior: offers show the request as it was made, with the price not reduced', () => {
  const { usd, ...hand } = createMarket()
  const price = { n: 4, d: 6 }
  const told = bodies(
    hand,
    'alice',
    Operation.manageSellOffer({ selling: xlm, buying: usd, amount: '3', price, offerId: '0' }),
    Operation.manageBuyOffer({ selling: xlm, buying: usd, buyAmount: '3', price, offerId: '0' }),
    Operation.createPassiveSellOffer({ selling: usd, buying: xlm, amount: '3', price: { n: 9, d: 1 } }),
  )
  const order = { amount: '3.0000000', price: '0.6666667', price_r: { n: 4, d: 6 }, offer_id: '0' }
  expect(told.slice(0, 2)).toEqual(
    [order, order].map((each) => ({ ...each, ...issued(hand, 'USD', 'buying_'), selling_asset_type: 'native' })),
  )
  expect(told.map(keys)).toEqual([
    ...Array.from(
      { length: 2 },
      () => 'amount price price_r buying_asset_type buying_asset_code buying_asset_issuer selling_asset_type offer_id',
    ),
    'amount price price_r buying_asset_type selling_asset_type selling_asset_code selling_asset_issuer',
  ])
})

import { buyLiabilities } from '@sdex/matching'
import { XLM } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { createFakeNetwork, eur, market, offerOf, usd } from '../test/fakeNetwork.ts'
import { offersIn, projectOrders } from './projectOrders.ts'

const ask = offerOf(7n)
const bid = offerOf(8n, { selling: usd, buying: XLM, amount: 30n, price: { n: 4, d: 1 } })
const other = offerOf(9n, { selling: eur, buying: usd })

function viewOf(offers = [ask, bid, other]) {
  const network = createFakeNetwork()
  network.commit({ offers })
  return network.views$.value
}

test('behavior: shows offers in the terms of their market', () => {
  expect(projectOrders(viewOf(), [market])).toEqual({
    ledger: 101,
    closedAtMs: viewOf().closedAtMs,
    offers: [
      { id: 7n, market, side: 'sell', price: { n: 1, d: 4 }, amount: ask.amount, offer: ask },
      { id: 8n, market, side: 'buy', price: { n: 1, d: 4 }, amount: 120n, offer: bid },
      {
        id: 9n,
        market: { base: eur, quote: usd },
        side: 'sell',
        price: other.price,
        amount: other.amount,
        offer: other,
      },
    ],
  })
})

test('behavior: a bid shows the amount that was asked for, where the ledger stores it exactly', () => {
  const price = { n: 3, d: 2 } // quote per base
  const { selling } = buyLiabilities(price, 1_000n)
  const resting = offerOf(8n, { selling: usd, buying: XLM, amount: selling, price: { n: 2, d: 3 } })
  expect(projectOrders(viewOf([resting]), [market]).offers).toMatchObject([{ side: 'buy', price, amount: 1_000n }])
})

test('behavior: a market has its offers of both sides and no others', () => {
  expect(offersIn(viewOf(), market)).toEqual([ask, bid])
  expect(offersIn(viewOf(), { base: usd, quote: XLM })).toEqual([ask, bid])
  expect(offersIn(viewOf(), undefined)).toHaveLength(3)
})

import { expect, test } from 'vitest'
import { accountId, eur, market, usd } from '../test/fakeNetwork.ts'
import { tradeOf } from '../test/tradeOf.ts'
import { UnreadableTradeError } from './errors.ts'
import { fillInMarket, fillsOf } from './fill.ts'

const maker = tradeOf({ ledger: 101, own: 'base', baseIsSeller: true })
const taker = tradeOf({ ledger: 101, own: 'counter', baseIsSeller: true })

test('behavior: a fill tells what was sold and bought, whichever side the server calls base', () => {
  expect(fillsOf(maker, accountId)).toMatchObject([
    {
      ...{ id: `${maker.id}/maker`, cursor: maker.id, ledger: 101, role: 'maker', offerId: 7n },
      ...{ sold: { asset: market.base, amount: 40n }, bought: { asset: usd, amount: 10n }, price: { n: 1n, d: 4n } },
    },
  ])
  expect(fillsOf(taker, accountId)).toMatchObject([
    {
      ...{ id: `${taker.id}/taker`, role: 'taker', offerId: 8n },
      ...{ sold: { asset: usd, amount: 10n }, bought: { asset: market.base, amount: 40n }, price: { n: 4n, d: 1n } },
    },
  ])
})

test('behavior: a trade with oneself, which no ledger makes, is two fills with different ids', () => {
  const own = { ...maker, counter: { ...maker.counter, account: accountId } }
  expect(fillsOf(own, accountId).map(({ id }) => id)).toEqual([`${own.id}/maker`, `${own.id}/taker`])
})

test('behavior: a trade of others is no fill', () => {
  expect(fillsOf(tradeOf({ ledger: 101, own: 'neither', baseIsSeller: true }), accountId)).toEqual([])
})

test('behavior: a pool on the other side, even for nothing, is a fill', () => {
  const pool = { asset: market.base, amount: 0n, poolId: 'ab' }
  const trade = { ...taker, type: 'liquidity_pool', base: pool, price: { n: 0n, d: 1n } } as const
  expect(fillsOf(trade, accountId)).toMatchObject([{ role: 'taker', bought: { amount: 0n }, price: { n: 0n, d: 1n } }])
})

test('behavior: a market shows side, base amount and quote price', () => {
  const [sold, bought] = [...fillsOf(maker, accountId), ...fillsOf(taker, accountId)]
  const amounts = { baseAmount: 40n, quoteAmount: 10n, price: { n: 1n, d: 4n } }
  expect(sold && fillInMarket(sold, market)).toEqual({ side: 'sell', ...amounts })
  expect(bought && fillInMarket(bought, market)).toEqual({ side: 'buy', ...amounts })
  expect(sold && fillInMarket(sold, { base: market.base, quote: eur })).toBeUndefined()
})

test('error: an id that is not of Horizon’s form is refused', () => {
  expect(() => fillsOf({ ...maker, id: 'x' }, accountId)).toThrow(UnreadableTradeError)
})

import { expect, test } from 'vitest'
import { createStage, type Done, operationsOf } from '../../test/stage.ts'
import type { TradeRow } from './rows.ts'
import { syntheticOfferId, toid } from './toid.ts'
import { tradeRows } from './tradeRows.ts'

function setStage(): ReturnType<typeof createStage> & ReturnType<typeof operationsOf> {
  const stage = createStage()
  for (const name of ['issuer', 'maker', 'taker']) {
    stage.account(name)
    if (name !== 'issuer') for (const code of ['USD', 'EUR']) stage.line(name, code, { balance: 1_000_000n })
  }
  return { ...stage, ...operationsOf(stage) }
}

const transaction = toid(11, 1)
const rowsOf = ({ applied }: Done): readonly TradeRow[] => tradeRows(applied, { transaction, closeTime: 5 })

test('behavior: a claim of nothing, which removes a worthless offer, is no trade but keeps its number', () => {
  const stage = setStage()
  stage.rest('maker', { sells: 'USD', buys: 'XLM', amount: 1n, price: [1, 3] })
  stage.rest('maker', { sells: 'USD', buys: 'XLM', amount: 100n, price: [1, 1] })
  const done = stage.run('taker', stage.sell('XLM', 'USD', 10n, [1, 1]))
  expect(done.claims).toEqual([
    [1n, 0n, 0n],
    [2n, 10n, 10n],
  ])
  expect(rowsOf(done)).toMatchObject([{ index: 1, base: { offerId: 2n, amount: 10n }, price: { n: 1n, d: 1n } }])
})

test("behavior: a taker that rests has its own offer on every trade of the operation, and its price is not the trade's", () => {
  const stage = setStage()
  stage.rest('maker', { sells: 'USD', buys: 'XLM', amount: 100n, price: [2, 4] })
  const [row] = rowsOf(stage.run('taker', stage.sell('XLM', 'USD', 100n, [1, 1])))
  expect(row).toMatchObject({
    venue: 'orderbook',
    base: { type: 'account', account: stage.id('maker'), offerId: 1n, amount: 100n },
    counter: { type: 'account', account: stage.id('taker'), offerId: 2n, asset: 'native', amount: 50n },
    baseIsSeller: true,
    price: { n: 2n, d: 4n }, // as the maker wrote it
    roundingSlippage: undefined,
  })
})

test('behavior: pools and offers of one operation stand in the order of its claims', () => {
  const stage = setStage()
  const poolId = stage.pool('XLM', 'USD', [100_000n, 100_000n, 1n])
  stage.rest('maker', { sells: 'EUR', buys: 'USD', amount: 1_000n, price: [2, 1] })
  for (const payment of [
    stage.send('taker', 'XLM', 1_000n, 'EUR', 1n, 'USD'),
    stage.receive('taker', 'XLM', 100_000n, 'EUR', 300n, 'USD'),
  ]) {
    const done = stage.run('taker', payment)
    expect(done.code).toBe('success')
    const rows = rowsOf(done)
    const operation = transaction + 1n
    expect(rows.map(({ venue, index }) => [venue, index])).toEqual([
      ['liquidity_pool', 0],
      ['orderbook', 1],
    ])
    const [pool] = rows
    expect(pool).toMatchObject({
      base: { type: 'pool', poolId, asset: stage.asset('USD') },
      counter: { account: stage.id('taker'), offerId: syntheticOfferId(operation), asset: 'native' },
      price: { n: pool?.counter.amount, d: pool?.base.amount },
    })
    expect(pool?.roundingSlippage).toBe(0n)
  }
})

test("behavior: rounding that moved a pool's price is measured against the reserves from before the operation", () => {
  const stage = setStage()
  stage.pool('XLM', 'USD', [1_000n, 1_000n, 1n])
  const [row] = rowsOf(stage.run('taker', stage.receive('taker', 'XLM', 100n, 'USD', 10n)))
  expect(row).toMatchObject({ base: { amount: 10n }, counter: { amount: 11n }, roundingSlippage: 8n })
})

test('behavior: a failed transaction has no trades', () => {
  const stage = setStage()
  stage.rest('maker', { sells: 'USD', buys: 'XLM', amount: 100n, price: [1, 1] })
  const done = stage.run('taker', stage.sell('XLM', 'USD', 10n, [1, 1]), stage.pay('maker', 'XLM', 10n ** 15n))
  expect(done.transaction).toBe('failed')
  expect(rowsOf(done)).toEqual([])
})

import { Asset, Horizon, Operation } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../src/index.ts'
import { type MarketStage, setMarketStage } from './marketStage.ts'
import { sell } from './party.ts'
import { recording, shapeOf } from './recording.ts'

let net: Devnet
let horizon: Horizon.Server
let stage: MarketStage
const xlm = Asset.native()

beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 50 })
  horizon = new Horizon.Server(net.url, { allowHttp: true })
  stage = await setMarketStage(net, horizon)
  const { taker, usd, eur } = stage
  const common = { sendAsset: xlm, destination: taker.id }
  // Through the pool; through the pool and a book, told from the last conversion to the first; through a book.
  await taker.send(
    Operation.pathPaymentStrictSend({ ...common, sendAmount: '10', destAsset: usd, destMin: '1', path: [] }),
  )
  await taker.send(
    Operation.pathPaymentStrictReceive({ ...common, sendMax: '100', destAsset: eur, destAmount: '2', path: [usd] }),
  )
  await taker.send(sell(xlm, usd, { amount: '30', price: '0.33' }))
})
afterAll(() => net.close())

type Trade = Horizon.ServerApi.TradeRecord
const { TradeType } = Horizon.ServerApi
type Body = { readonly [key: string]: unknown }

const everyTrade = async (builder: ReturnType<Horizon.Server['trades']>): Promise<readonly Trade[]> => {
  const all: Trade[] = []
  let page = await builder.limit(1).call()
  while (page.records.length > 0) {
    all.push(...page.records)
    page = await page.next()
  }
  return all
}
const raw = async (path: string): Promise<{ readonly status: number; readonly body: Body }> => {
  const response = await fetch(`${net.url}${path}`)
  return { status: response.status, body: (await response.json()) as Body }
}
const records = async (path: string): Promise<readonly Body[]> => {
  const { body } = await raw(path)
  return (body['_embedded'] as { readonly records: readonly Body[] }).records
}

test('behavior: a pool has its id where an account has its own and its offer', async () => {
  const { taker, issuer, poolId } = stage
  const [trade] = await records(`/liquidity_pools/${poolId}/trades`)
  const operation = String(trade?.['paging_token']).split('-')[0] ?? ''
  expect(trade).toEqual({
    _links: {
      self: { href: '' },
      base: { href: `${net.url}/liquidity_pools/${poolId}` },
      counter: { href: `${net.url}/accounts/${taker.id}` },
      operation: { href: `${net.url}/operations/${operation}` },
    },
    id: `${operation}-0`,
    paging_token: `${operation}-0`,
    ledger_close_time: expect.stringMatching(/Z$/),
    trade_type: 'liquidity_pool',
    liquidity_pool_fee_bp: 30,
    base_liquidity_pool_id: poolId,
    base_amount: '4.8637705',
    base_asset_type: 'credit_alphanum4',
    base_asset_code: 'USD',
    base_asset_issuer: issuer.id,
    counter_offer_id: (BigInt(operation) + 2n ** 62n).toString(),
    counter_account: taker.id,
    counter_amount: '10.0000000',
    counter_asset_type: 'native',
    base_is_seller: true,
    price: { n: '100000000', d: '48637705' },
  })
  expect(Object.keys(trade ?? {}).join(' ')).toBe(
    '_links id paging_token ledger_close_time trade_type liquidity_pool_fee_bp base_liquidity_pool_id base_amount ' +
      'base_asset_type base_asset_code base_asset_issuer counter_offer_id counter_account counter_amount counter_asset_type ' +
      'base_is_seller price',
  )
})

test('behavior: bodies have the recorded keys and types', async () => {
  const { poolId, usd, issuer } = stage
  const pair = `base_asset_type=native&counter_asset_type=credit_alphanum4&counter_asset_code=${usd.getCode()}&counter_asset_issuer=${issuer.id}`
  const [ofPool] = await records(`/trades?${pair}&trade_type=liquidity_pool`)
  const [ofBook] = await records(`/trades?${pair}&trade_type=orderbook`)
  const [pool, book] = [recording('trade_liquidity_pool.json'), recording('pages/trades.json')]
  if (pool !== undefined) expect(shapeOf(ofPool)).toEqual(shapeOf(pool))
  const [recorded] = (book as { _embedded?: { records: readonly Body[] } } | undefined)?._embedded?.records ?? []
  if (recorded?.['base_asset_type'] === 'native') expect(shapeOf(ofBook)).toEqual(shapeOf(recorded))
  expect([ofPool?.['counter_liquidity_pool_id'], ofBook?.['trade_type']]).toEqual([poolId, 'orderbook'])
})

test('behavior: the claims of an operation keep their places, pools and offers together', async () => {
  const { eur, usd } = stage
  const received = (await everyTrade(horizon.trades().forAccount(stage.taker.id))).slice(1, 3)
  const [operation] = received.map(({ paging_token }) => paging_token.split('-')[0])
  expect(received.map(({ paging_token }) => paging_token)).toEqual([`${operation}-0`, `${operation}-1`])
  // Core tells the conversions in the order of payment: the pool sold USD first.
  expect(received.map(({ trade_type }) => trade_type)).toEqual(['liquidity_pool', 'orderbook'])
  expect([eur.getCode(), usd.getCode()]).toEqual(['EUR', 'USD'])
})

test('behavior: each filter lists its own, paged to the end', async () => {
  const { maker, taker, usd, eur, poolId } = stage
  const all = await everyTrade(horizon.trades())
  const tokens = (some: readonly Trade[]): readonly string[] => some.map(({ paging_token }) => paging_token)
  const listed = async (builder: ReturnType<Horizon.Server['trades']>): Promise<readonly string[]> =>
    tokens(await everyTrade(builder))
  expect(all.map(({ trade_type }) => trade_type)).toEqual([
    'liquidity_pool',
    'liquidity_pool',
    'orderbook',
    'orderbook',
  ])
  const [first, second, third, fourth] = tokens(all)
  expect(await listed(horizon.trades().forType(TradeType.all))).toEqual(tokens(all))
  expect(await listed(horizon.trades().forType(TradeType.liquidityPools))).toEqual([first, second])
  expect(await listed(horizon.trades().forType(TradeType.orderbook))).toEqual([third, fourth])
  expect(await listed(horizon.trades().forLiquidityPool(poolId))).toEqual([first, second])
  expect(await listed(horizon.trades().forAccount(taker.id))).toEqual(tokens(all))
  expect(await listed(horizon.trades().forAccount(maker.id))).toEqual([third, fourth])
  expect(await listed(horizon.trades().forAccount(taker.id).forType(TradeType.liquidityPools))).toEqual([first, second])
  expect(await listed(horizon.trades().forAssetPair(usd, xlm))).toEqual([first, second, fourth])
  expect(await listed(horizon.trades().forAssetPair(eur, usd))).toEqual([third])
  const [offer] = await records(`/accounts/${maker.id}/offers?limit=1`)
  expect(await listed(horizon.trades().forOffer(String(offer?.['id'])))).toEqual([fourth])
  expect(await records(`/offers/${offer?.['id']}/trades`)).toHaveLength(1)
  expect(await records('/offers/99999/trades')).toEqual([])
})

test('behavior: trades of a pool stream', async () => {
  const { poolId } = stage
  const heard: Trade[] = []
  const end = horizon
    .trades()
    .forLiquidityPool(poolId)
    .cursor('0')
    .stream({ onmessage: (trade) => void heard.push(trade as unknown as Trade) })
  await stage.taker.send(
    Operation.pathPaymentStrictSend({
      ...{ sendAsset: xlm, destination: stage.taker.id, destAsset: stage.usd, path: [] },
      ...{ sendAmount: '1', destMin: '0.1' },
    }),
  )
  await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(3)
  end()
  expect(heard.map(({ trade_type }) => trade_type)).toEqual(['liquidity_pool', 'liquidity_pool', 'liquidity_pool'])
})

test('error: what excludes each other is told', async () => {
  const pool = `liquidity_pool_id=${'0'.repeat(64)}`
  const pair = 'base_asset_type=native&counter_asset_type=native'
  const cases: readonly (readonly [string, string, string])[] = [
    ['liquidity_pool_id=x', 'liquidity_pool_id', 'x does not validate as sha256'],
    [
      `${pool}&offer_id=1`,
      'account_id,liquidity_pool_id,offer_id',
      'Use a single filter for trades, you can only use one of account_id, liquidity_pool_id, offer_id',
    ],
    [
      `${pair}&${pool}`,
      'base_asset_type,counter_asset_type,liquidity_pool_id',
      'this endpoint does not support filtering by both asset pair and liquidity pool id ',
    ],
    [
      `${pool}&trade_type=orderbook`,
      'trade_type',
      'trade_type orderbook cannot be used with the liquidity_pool_id filter',
    ],
    [
      'offer_id=1&trade_type=liquidity_pool',
      'trade_type',
      'trade_type liquidity_pool cannot be used with the offer_id filter',
    ],
    ['trade_type=x', 'trade_type', 'Trade type must be all, orderbook, or liquidity_pool'],
  ]
  for (const [query, field, reason] of cases) {
    const { status, body } = await raw(`/trades?${query}`)
    expect([status, body['extras']], query).toEqual([400, { invalid_field: field, reason }])
  }
})

test('error: a pool that was never there is not found', async () => {
  expect(await raw(`/liquidity_pools/${'0'.repeat(64)}/trades`)).toMatchObject({ status: 404 })
  expect(await raw(`/trades?liquidity_pool_id=${'0'.repeat(64)}`)).toMatchObject({ status: 404 })
})

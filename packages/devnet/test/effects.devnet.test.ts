import { Asset, Horizon } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../src/index.ts'
import { type HistoryStage, readAll, readStream, setHistoryStage } from './historyStage.ts'
import { sell } from './party.ts'

let net: Devnet
let horizon: Horizon.Server
let stage: HistoryStage

beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 50 })
  horizon = new Horizon.Server(net.url, { allowHttp: true })
  stage = await setHistoryStage(net, horizon)
})
afterAll(() => net.close())

type Effects = ReturnType<Horizon.Server['effects']>
type Record = Horizon.ServerApi.EffectRecord

const CREATED = ['account_created', 'account_debited', 'signer_created']
const CLAIMED = ['claimable_balance_claimed', 'account_credited', 'claimable_balance_sponsorship_removed']
const SWAPPED = ['account_credited', 'account_debited', 'liquidity_pool_trade']
const OFFERED = [
  'claimable_balance_created',
  'claimable_balance_claimant_created',
  'account_debited',
  'claimable_balance_sponsorship_created',
]
const POOLED = ['trustline_created', 'liquidity_pool_created', 'liquidity_pool_deposited']

/** Each nesting, and the effects that it has to list. */
const lists: readonly (readonly [name: string, open: () => Effects, types: readonly string[]])[] = [
  [
    'effects',
    () => horizon.effects(),
    [
      ...[...CREATED, ...CREATED, ...CREATED, 'trustline_created', 'trustline_created'],
      ...['account_credited', 'account_debited', ...POOLED, 'trade', 'trade', ...SWAPPED, ...OFFERED, ...CLAIMED],
    ],
  ],
  [
    'effects of an account',
    () => horizon.effects().forAccount(stage.taker.id),
    [
      ...['account_created', 'signer_created', 'trustline_created', 'trade', 'account_credited'],
      ...['claimable_balance_claimant_created', ...CLAIMED],
    ],
  ],
  [
    'effects of a maker, with the trades that others sent',
    () => horizon.effects().forAccount(stage.maker.id),
    [
      ...['account_created', 'signer_created', 'trustline_created', 'account_credited', ...POOLED],
      ...['trade', 'account_debited', 'liquidity_pool_trade'],
    ],
  ],
  ['effects of a ledger', () => horizon.effects().forLedger(stage.trade.ledger), ['trade', 'trade']],
  ['effects of a transaction', () => horizon.effects().forTransaction(stage.balance.hash), OFFERED],
  ['effects of a failed transaction', () => horizon.effects().forTransaction(stage.failed.hash), []],
  ['effects of an operation', () => horizon.effects().forOperation(tradeOperation), ['trade', 'trade']],
  ['effects of an operation that is not there', () => horizon.effects().forOperation('12'), []],
  // Whole operations, with what has nothing to do with the pool.
  ['effects of a pool', () => horizon.effects().forLiquidityPool(stage.poolId), [...POOLED, ...SWAPPED]],
]
let tradeOperation = ''

beforeAll(async () => {
  const [operation] = (await horizon.operations().forTransaction(stage.trade.hash).call()).records
  tradeOperation = operation?.id ?? ''
})

test.each(lists)('behavior: %s, paged both ways and streamed', async (_, open, types) => {
  const up = await readAll<Record>(open().limit(4).call())
  expect(up.map(({ type }) => type)).toEqual(types)
  const down = await readAll<Record>(open().order('desc').limit(4).call())
  expect(down.map(({ id }) => id)).toEqual(up.map(({ id }) => id).toReversed())
  const streamed = await readStream<Record>(
    (handlers) =>
      open()
        .limit(200)
        .stream(handlers as never),
    up.length,
  )
  expect(streamed.map(({ id }) => id)).toEqual(up.map(({ id }) => id))
})

test('behavior: a page can begin inside an operation, and a cursor without a number leads past all of it', async () => {
  const after = async (cursor: string, order: 'asc' | 'desc' = 'asc') =>
    (await horizon.effects().forOperation(tradeOperation).cursor(cursor).order(order).call()).records.map(
      ({ paging_token }) => paging_token,
    )
  expect(await after(`${tradeOperation}-1`)).toEqual([`${tradeOperation}-2`])
  expect(await after(`${tradeOperation}-2`, 'desc')).toEqual([`${tradeOperation}-1`])
  expect(await after(tradeOperation)).toEqual([])
})

test('behavior: what is neighbouring in a pool is looked for as many operations on as a page is long', async () => {
  const { records } = await horizon.effects().forLiquidityPool(stage.poolId).limit(1).call()
  const [first] = records
  expect(first?.type).toBe('trustline_created')
  const second = await horizon
    .effects()
    .forLiquidityPool(stage.poolId)
    .limit(1)
    .cursor(first?.paging_token ?? '')
    .call()
  expect(second.records.map(({ type }) => type)).toEqual(['liquidity_pool_created'])
  const end = second.records[0]?.paging_token ?? ''
  // The one operation that such a page looks at ends here.
  expect((await horizon.effects().forLiquidityPool(stage.poolId).limit(1).cursor(end).call()).records).toEqual([])
})

test('behavior: a maker hears of its trade over a stream that was open before', async () => {
  const { maker, taker, usd } = stage
  const coming = readStream<Record>(
    (handlers) =>
      horizon
        .effects()
        .forAccount(maker.id)
        .cursor('now')
        .stream(handlers as never),
    1,
  )
  await taker.send(sell(Asset.native(), usd, { amount: '2', price: '0.5' }))
  expect(await coming).toMatchObject([{ type: 'trade', seller: taker.id, sold_amount: '1.0000000' }])
})

const missing = 'ab'.repeat(32)
const bad = (field: string, reason: string) => ({ status: 400, extras: { invalid_field: field, reason } })

test.each([
  ['/accounts/GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF/effects', { status: 404 }],
  [`/transactions/${missing}/effects`, { status: 404 }],
  ['/ledgers/999999/effects', { status: 404 }],
  ['/operations/x/effects', bad('op_id', 'Operation ID must be an integer higher than 0')],
  ['/effects?cursor=5-1&order=desc', { status: 410 }],
  [
    '/effects?op_id=5&ledger_id=1',
    bad('filters', 'Use a single filter for effects, you can only use one of account_id, op_id, tx_id or ledger_id'),
  ],
])('error: %s', async (path, problem) => {
  const response = await fetch(`${net.url}${path}`)
  expect(await response.json()).toMatchObject(problem)
  expect(response.status).toBe(problem.status)
})

test('behavior: an unknown pool has no effects', async () => {
  const page = await horizon.effects().forLiquidityPool(missing).call()
  expect(page.records).toEqual([])
})

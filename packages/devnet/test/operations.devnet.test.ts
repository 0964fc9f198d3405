import { Horizon, Operation } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../src/index.ts'
import { type HistoryStage, readAll, readStream, setHistoryStage } from './historyStage.ts'

let net: Devnet
let horizon: Horizon.Server
let stage: HistoryStage

beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 50 })
  horizon = new Horizon.Server(net.url, { allowHttp: true })
  stage = await setHistoryStage(net, horizon)
})
afterAll(() => net.close())

type Operations = ReturnType<Horizon.Server['operations']>
type Payments = ReturnType<Horizon.Server['payments']>

const FUNDED = ['create_account', 'create_account', 'create_account']
const MADE = ['manage_sell_offer', 'change_trust', 'liquidity_pool_deposit']
const BALANCE = ['create_claimable_balance', 'claim_claimable_balance']

/** Each nesting, and the operations that it has to list; order within a ledger is the network's own. */
const lists: readonly (readonly [name: string, open: () => Operations | Payments, types: readonly string[]])[] = [
  [
    'operations',
    () => horizon.operations(),
    [
      ...FUNDED,
      'change_trust',
      'change_trust',
      'payment',
      ...MADE,
      'manage_sell_offer',
      'path_payment_strict_send',
      ...BALANCE,
    ],
  ],
  [
    'operations of an account',
    () => horizon.operations().forAccount(stage.taker.id),
    ['create_account', 'change_trust', 'manage_sell_offer', 'path_payment_strict_send', ...BALANCE],
  ],
  [
    'operations of a maker, without those that took its offer',
    () => horizon.operations().forAccount(stage.maker.id),
    ['create_account', 'change_trust', 'payment', ...MADE, 'path_payment_strict_send'],
  ],
  ['operations of a ledger', () => horizon.operations().forLedger(stage.trade.ledger), ['manage_sell_offer']],
  ['operations of a transaction', () => horizon.operations().forTransaction(stage.trade.hash), ['manage_sell_offer']],
  ['operations of a failed one', () => horizon.operations().forTransaction(stage.failed.hash), ['payment']],
  [
    'operations of a pool',
    () => horizon.operations().forLiquidityPool(stage.poolId),
    ['change_trust', 'liquidity_pool_deposit', 'path_payment_strict_send'],
  ],
  ['operations of a claimable balance', () => horizon.operations().forClaimableBalance(stage.balanceId), BALANCE],
  ['payments', () => horizon.payments(), [...FUNDED, 'payment', 'path_payment_strict_send']],
  [
    'payments of an account',
    () => horizon.payments().forAccount(stage.taker.id),
    ['create_account', 'path_payment_strict_send'],
  ],
  ['payments of a ledger', () => horizon.payments().forLedger(stage.trade.ledger), []],
  ['payments of a failed transaction', () => horizon.payments().forTransaction(stage.failed.hash), ['payment']],
]

test.each(lists)('behavior: %s, paged both ways and streamed', async (_, open, types) => {
  const up = await readAll<Horizon.ServerApi.OperationRecord>(open().limit(2).call())
  expect(up.map(({ type }) => type)).toEqual(types)
  const down = await readAll<Horizon.ServerApi.OperationRecord>(open().order('desc').limit(2).call())
  expect(down.map(({ id }) => id)).toEqual(up.map(({ id }) => id).toReversed())
  const streamed = await readStream<Horizon.ServerApi.OperationRecord>(
    (handlers) =>
      open()
        .limit(200)
        .stream(handlers as Parameters<Operations['stream']>[0]),
    up.length,
  )
  expect(streamed.map(({ id }) => id)).toEqual(up.map(({ id }) => id))
})

test('behavior: failed operations are listed when they are asked for', async () => {
  const { taker, failed } = stage
  const all = await readAll(horizon.operations().forAccount(taker.id).includeFailed(true).limit(3).call())
  expect(all.filter((row) => !row.transaction_successful).map((row) => row.transaction_hash)).toEqual([failed.hash])
  const payments = await readAll(horizon.payments().includeFailed(true).limit(3).call())
  expect(payments.map((row) => row.transaction_successful)).toContain(false)
})

test('behavior: an operation by its id, with its transaction when it is joined', async () => {
  const [listed] = (await horizon.operations().forTransaction(stage.trade.hash).join('transactions').call()).records
  const response = await fetch(`${net.url}/operations/${listed?.id}?join=transactions`)
  const single = (await response.json()) as { transaction: { hash: string } }
  expect(single.transaction.hash).toBe(stage.trade.hash)
  expect(await (await fetch(`${net.url}/operations/${listed?.id}`)).json()).not.toHaveProperty('transaction')
  expect(listed).toMatchObject({ type: 'manage_sell_offer', offer_id: '0', transaction_hash: stage.trade.hash })
})

test('behavior: the transactions of a pool and of a claimable balance', async () => {
  const { poolId, balanceId, balance } = stage
  const ofPool = await readAll(horizon.transactions().forLiquidityPool(poolId).limit(1).call())
  expect(ofPool.map(({ source_account }) => source_account)).toEqual([stage.maker.id, stage.maker.id])
  const ofBalance = await readAll(horizon.transactions().forClaimableBalance(balanceId).limit(1).call())
  expect(ofBalance.map(({ hash }) => hash)[0]).toBe(balance.hash)
  expect(ofBalance).toHaveLength(2)
})

test('behavior: new operations come over a stream that was open before them', async () => {
  const { maker, taker } = stage
  const coming = readStream<Horizon.ServerApi.OperationRecord>(
    (handlers) =>
      horizon
        .payments()
        .forAccount(taker.id)
        .cursor('now')
        .stream(handlers as never),
    1,
  )
  const { hash } = await maker.send(Operation.payment({ destination: taker.id, asset: stage.usd, amount: '1' }))
  expect(await coming).toMatchObject([{ type: 'payment', transaction_hash: hash }])
})

const missing = 'ab'.repeat(32)
const bad = (field: string, reason: string) => ({ status: 400, extras: { invalid_field: field, reason } })
const before = { status: 410, title: 'Data Requested Is Before Recorded History' }

test.each([
  ['/accounts/GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF/operations', { status: 404 }],
  ['/accounts/GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF/payments', { status: 404 }],
  [
    '/accounts/nobody/operations',
    bad('account_id', 'Account ID must start with `G` and contain 56 alphanum characters'),
  ],
  ['/ledgers/999999/payments', { status: 404 }],
  ['/ledgers/one/operations', bad('ledger_id', 'Ledger ID must be an integer higher than 0')],
  [`/transactions/${missing}/operations`, { status: 404 }],
  ['/transactions/AB/operations', bad('tx_id', 'Transaction hash must be a hex-encoded, lowercase SHA-256 hash')],
  [`/liquidity_pools/${missing}/operations`, { status: 404 }],
  [`/liquidity_pools/${missing}/transactions`, { status: 404 }],
  ['/liquidity_pools/AB/operations', bad('liquidity_pool_id', 'AB does not validate as sha256')],
  [`/claimable_balances/00000000${missing}/operations`, { status: 404 }],
  [`/claimable_balances/00000000${missing}/transactions`, { status: 404 }],
  ['/claimable_balances/AB/operations', bad('claimable_balance_id', 'AB does not validate as claimableBalanceID')],
  ['/operations/9999999999999', { status: 404 }],
  ['/operations/1', before],
  ['/operations/x', bad('id', 'schema: error converting value for "id"')],
  ['/operations?cursor=5&order=desc', before],
  ['/operations?cursor=5-1', { status: 400, title: 'Bad Request' }],
  ['/operations?include_failed=x', bad('include_failed', 'Filter should be true or false')],
  ['/payments?join=ledgers', bad('join', 'Accepted values: transactions')],
  [
    `/operations?tx_id=${missing}&ledger_id=1`,
    bad('filters', 'Use a single filter for operations, you can only use one of tx_id, account_id or ledger_id'),
  ],
])('error: %s', async (path, problem) => {
  const response = await fetch(`${net.url}${path}`)
  expect(await response.json()).toMatchObject(problem)
  expect(response.status).toBe(problem.status)
})

import { Asset, Horizon, Memo, Operation, TransactionBuilder } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../src/index.ts'
import { type Stage, sell, setStage } from './party.ts'

let net: Devnet
let stage: Stage
const xlm = Asset.native()

beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 50 })
  const horizon = new Horizon.Server(net.url, { allowHttp: true })
  stage = await setStage(net, horizon)
  const { maker, taker, usd } = stage
  await maker.send(sell(usd, xlm, { amount: '10', price: '2' }))
  await taker.send(sell(xlm, usd, { amount: '8', price: '0.5' }))
})
afterAll(() => net.close())

type Body = { readonly [key: string]: unknown }

const get = async (path: string): Promise<Body> => {
  const response = await fetch(`${net.url}${path}`)
  expect(response.status, path).toBe(200)
  return (await response.json()) as Body
}
const newest = async (path: string): Promise<Body> => {
  const page = (await get(`${path}${path.includes('?') ? '&' : '?'}order=desc&limit=1`)) as {
    _embedded: { records: readonly Body[] }
  }
  return page._embedded.records[0] ?? {}
}
/** The keys of an object in the order in which they were sent. */
const keys = (value: unknown): string => Object.keys(value as Body).join(' ')

test('behavior: the root', async () => {
  const root = await get('/')
  expect(keys(root)).toBe(
    '_links horizon_version core_version ingest_latest_ledger history_latest_ledger history_latest_ledger_closed_at ' +
      'history_elder_ledger core_latest_ledger network_passphrase current_protocol_version supported_protocol_version ' +
      'core_supported_protocol_version',
  )
  expect(keys(root['_links'])).toBe(
    'account accounts account_transactions claimable_balances assets effects fee_stats friendbot ledger ledgers ' +
      'liquidity_pools offer offers operation operations order_book payments self strict_receive_paths strict_send_paths ' +
      'trade_aggregations trades transaction transactions',
  )
})

test('behavior: an account', async () => {
  const account = (await get(`/accounts/${stage.maker.id}`)) as Body & {
    balances: readonly Body[]
    signers: readonly Body[]
  }
  expect(keys(account)).toBe(
    '_links id account_id sequence sequence_ledger sequence_time subentry_count last_modified_ledger last_modified_time ' +
      'thresholds flags balances signers data num_sponsoring num_sponsored paging_token',
  )
  expect(keys(account['_links'])).toBe('self transactions operations payments effects offers trades data')
  expect(keys(account['thresholds'])).toBe('low_threshold med_threshold high_threshold')
  expect(keys(account['flags'])).toBe('auth_required auth_revocable auth_immutable auth_clawback_enabled')
  expect(account.balances.map(keys)).toEqual([
    'balance limit buying_liabilities selling_liabilities last_modified_ledger is_authorized ' +
      'is_authorized_to_maintain_liabilities asset_type asset_code asset_issuer',
    'balance buying_liabilities selling_liabilities asset_type',
  ])
  expect(account.signers.map(keys)).toEqual(['weight key type'])
})

test('behavior: an account without a transaction of its own has no sequence ledger', async () => {
  const accountId = 'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF'
  await net.fund({ accountId })
  expect(keys(await get(`/accounts/${accountId}`))).toContain(' sequence subentry_count ')
})

test('behavior: an offer', async () => {
  const offer = await newest('/offers')
  expect(keys(offer)).toBe(
    '_links id paging_token seller selling buying amount price_r price last_modified_ledger last_modified_time',
  )
  expect(keys(offer['_links'])).toBe('self offer_maker')
  expect(offer).toMatchObject({
    id: '1',
    selling: { asset_type: 'credit_alphanum4', asset_code: 'USD', asset_issuer: stage.issuer.id },
    buying: { asset_type: 'native' },
    amount: '6.0000000',
    price_r: { n: 2, d: 1 },
    price: '2.0000000',
  })
  expect(await get('/offers/1')).toEqual(offer)
})

test('behavior: an order book', async () => {
  const issued = `credit_alphanum4&selling_asset_code=USD&selling_asset_issuer=${stage.issuer.id}`
  const book = await get(`/order_book?selling_asset_type=${issued}&buying_asset_type=native`)
  expect(book).toEqual({
    bids: [],
    asks: [{ price_r: { n: 2, d: 1 }, price: '2.0000000', amount: '6.0000000' }],
    base: { asset_type: 'credit_alphanum4', asset_code: 'USD', asset_issuer: stage.issuer.id },
    counter: { asset_type: 'native' },
  })
  expect(keys(book)).toBe('bids asks base counter')
})

test('behavior: a trade', async () => {
  const trade = await newest('/trades')
  expect(keys(trade)).toBe(
    '_links id paging_token ledger_close_time trade_type base_offer_id base_account base_amount base_asset_type ' +
      'base_asset_code base_asset_issuer counter_offer_id counter_account counter_amount counter_asset_type base_is_seller price',
  )
  expect(keys(trade['_links'])).toBe('self base counter operation')
  expect(trade).toMatchObject({ _links: { self: { href: '' } }, price: { n: '2', d: '1' } })
})

test('behavior: a ledger', async () => {
  const ledger = await newest('/ledgers')
  expect(keys(ledger)).toBe(
    '_links id paging_token hash prev_hash sequence successful_transaction_count failed_transaction_count operation_count ' +
      'tx_set_operation_count closed_at total_coins fee_pool base_fee_in_stroops base_reserve_in_stroops max_tx_set_size ' +
      'protocol_version header_xdr',
  )
  expect(keys(ledger['_links'])).toBe('self transactions operations payments effects')
  expect(keys(await get('/ledgers/1'))).toContain(' hash sequence ') // no ledger before the first
  const before = await get(`/ledgers/${Number(ledger['sequence']) - 1}`)
  expect(ledger['prev_hash']).toBe(before['hash'])
})

test('behavior: a transaction', async () => {
  const transaction = await newest('/transactions')
  expect(keys(transaction)).toBe(
    '_links id paging_token successful hash ledger created_at source_account source_account_sequence fee_account fee_charged ' +
      'max_fee operation_count envelope_xdr result_xdr fee_meta_xdr memo_type signatures preconditions',
  )
  expect(keys(transaction['_links'])).toBe('self account ledger operations effects precedes succeeds transaction')
  expect(keys(transaction['preconditions'])).toBe('timebounds')
})

test('behavior: a memo comes before everything', async () => {
  const { maker } = stage
  const plain = await maker.sign(Operation.payment({ destination: stage.taker.id, asset: xlm, amount: '1' }))
  const withMemo = TransactionBuilder.cloneFrom(plain).addMemo(Memo.text('to you')).build()
  withMemo.sign(maker.keypair)
  const horizon = new Horizon.Server(net.url, { allowHttp: true })
  const { hash } = await horizon.submitTransaction(withMemo)
  const transaction = await get(`/transactions/${hash}`)
  expect(keys(transaction)).toMatch(/^memo memo_bytes _links id /)
  expect(transaction).toMatchObject({ memo: 'to you', memo_bytes: 'dG8geW91', memo_type: 'text' })
})

test('behavior: fee statistics', async () => {
  const stats = await get('/fee_stats')
  expect(keys(stats)).toBe('last_ledger last_ledger_base_fee ledger_capacity_usage fee_charged max_fee')
  const order = 'max min mode p10 p20 p30 p40 p50 p60 p70 p80 p90 p95 p99'
  expect([stats['fee_charged'], stats['max_fee']].map(keys)).toEqual([order, order])
})

test('behavior: REST bodies are indented by two without a newline at the end, and streams send one line', async () => {
  const response = await fetch(`${net.url}/ledgers?limit=1`)
  const text = await response.text()
  expect(text).toBe(JSON.stringify(JSON.parse(text), null, 2).replaceAll('&', '\\u0026'))
  expect(text).toContain(`"href": "${net.url}/ledgers?cursor=\\u0026limit=1\\u0026order=asc"`)
  expect(response.headers.get('content-type')).toBe('application/hal+json; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-cache, no-store, max-age=0')
  expect(response.headers.get('content-disposition')).toBe('inline')
})

test('behavior: state tells its ledger in a header, history does not', async () => {
  const latest = async (path: string): Promise<string | null> => {
    const response = await fetch(`${net.url}${path}`)
    await response.body?.cancel()
    return response.headers.get('latest-ledger')
  }
  expect(await latest('/offers')).toMatch(/^\d+$/)
  expect(await latest(`/accounts/${stage.maker.id}`)).toMatch(/^\d+$/)
  expect(await latest('/offers/999')).toMatch(/^\d+$/)
  for (const path of ['/', '/fee_stats', '/ledgers', '/trades', '/transactions']) expect(await latest(path)).toBeNull()
})

test('behavior: a client that takes gzip gets it, for successes alone', async () => {
  const headers = { 'Accept-Encoding': 'gzip' }
  const ledgers = await fetch(`${net.url}/ledgers`, { headers })
  expect(ledgers.headers.get('content-encoding')).toBe('gzip')
  expect(keys(await ledgers.json())).toBe('_links _embedded')
  const problem = await fetch(`${net.url}/nothing`, { headers })
  expect(problem.headers.get('content-encoding')).toBeNull()
  await problem.body?.cancel()
})

import { Agent, request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../src/index.ts'

let net: Devnet
beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 'manual', historyLedgers: 3 })
  for (let ledger = 0; ledger < 4; ledger += 1) await net.closeLedger() // 1 and 2 are gone, 3 to 5 are kept
})
afterAll(() => net.close())

type Answer = { readonly status: number; readonly body: unknown }

const ask = async (path: string, init?: RequestInit): Promise<Answer> => {
  const response = await fetch(`${net.url}${path}`, init)
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}
const badRequest = (field: string, reason: string): Answer => ({
  status: 400,
  body: {
    type: 'https://stellar.org/horizon-errors/bad_request',
    title: 'Bad Request',
    status: 400,
    detail: 'The request you sent was invalid in some way.',
    extras: { invalid_field: field, reason },
  },
})
const stranger = 'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF'
const accountReason = 'Account ID must start with `G` and contain 56 alphanum characters'

test.each([
  ['/accounts/GX', 'account_id', accountReason],
  ['/offers?seller=GX', 'seller', accountReason],
  ['/offers/x', 'offer_id', 'Offer ID must be an integer higher than 0'],
  ['/offers?selling=x', 'selling', 'missing colon'],
  ['/ledgers/x', 'ledger_id', 'Ledger ID must be an integer higher than 0'],
  ['/ledgers?limit=0', 'limit', 'invalid limit: non-positive value provided'],
  ['/ledgers?order=up', 'order', 'order: invalid value'],
  ['/ledgers?cursor=x', 'cursor', 'cursor: invalid value'],
  ['/transactions/abc', 'tx_id', 'Transaction hash must be a hex-encoded, lowercase SHA-256 hash'],
  ['/transactions?include_failed=x', 'include_failed', 'Filter should be true or false'],
  ['/trades?trade_type=x', 'trade_type', 'Trade type must be all, orderbook, or liquidity_pool'],
  [
    '/trades?base_asset_type=native',
    'base_asset_type,counter_asset_type',
    'this endpoint supports asset pairs but only one asset supplied',
  ],
  ['/friendbot?addr=x', 'addr', accountReason],
])('error: %s names the field and the reason', async (path, field, reason) => {
  expect(await ask(path)).toEqual(badRequest(field, reason))
})

test('error: a book has one problem for every fault', async () => {
  for (const query of [
    '',
    'selling_asset_type=native',
    'selling_asset_type=native&buying_asset_type=native&limit=999',
  ]) {
    expect(await ask(`/order_book?${query}`)).toMatchObject({
      status: 400,
      body: { type: 'https://stellar.org/horizon-errors/invalid_order_book', title: 'Invalid Order Book Parameters' },
    })
  }
})

test('error: what is not there is not found', async () => {
  const paths = [
    '/nothing',
    `/accounts/${stranger}`,
    '/offers/77',
    '/ledgers/6',
    `/transactions/${'0'.repeat(64)}`,
    `/accounts/${stranger}/trades`,
    `/accounts/${stranger}/transactions`,
    `/trades?base_asset_type=native&counter_asset_type=credit_alphanum4&counter_asset_code=X&counter_asset_issuer=${stranger}`,
  ]
  for (const path of paths) expect((await ask(path)).status, path).toBe(404)
  expect((await ask('/nothing')).body).toEqual({
    type: 'https://stellar.org/horizon-errors/not_found',
    title: 'Resource Missing',
    status: 404,
    detail:
      'The resource at the url requested was not found.  This usually occurs for one of two reasons:  The url requested is not valid, or no data in our database could be found with the parameters provided.',
  })
})

test('behavior: lists of what nobody owns are empty, not missing', async () => {
  for (const path of [`/accounts/${stranger}/offers`, `/offers?seller=${stranger}`, '/offers/77/trades']) {
    expect(await ask(path), path).toMatchObject({ status: 200, body: { _embedded: { records: [] } } })
  }
})

test('error: before the ledgers kept, downwards and by number, there is nothing any more', async () => {
  expect((await ask('/ledgers/2')).status).toBe(410)
  expect((await ask(`/ledgers?order=desc&cursor=${2n << 32n}`)).status).toBe(410)
  const upwards = await ask('/ledgers?cursor=0&limit=1')
  expect(upwards).toMatchObject({ status: 200, body: { _embedded: { records: [{ sequence: 3 }] } } })
})

test('error: a method that a route does not have is answered without a body', async () => {
  expect(await ask('/offers', { method: 'DELETE' })).toEqual({ status: 405, body: undefined })
  expect(await ask('/transactions', { method: 'PUT' })).toEqual({ status: 405, body: undefined })
})

test('error: what is submitted has to be a form with an envelope', async () => {
  const json = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }
  expect(await ask('/transactions', json)).toMatchObject({
    status: 415,
    body: { type: 'https://stellar.org/horizon-errors/unsupported_media_type' },
  })
  const rubbish = { method: 'POST', body: new URLSearchParams({ tx: 'AAAA&<' }) }
  expect(await ask('/transactions', rubbish)).toMatchObject({
    status: 400,
    body: {
      type: 'https://stellar.org/horizon-errors/transaction_malformed',
      title: 'Transaction Malformed',
      extras: { envelope_xdr: 'AAAA&<' },
    },
  })
  expect(await ask('/transactions_async', { method: 'POST', body: new URLSearchParams() })).toMatchObject({
    status: 400,
    body: { extras: { envelope_xdr: '', error: {} } },
  })
})

test('error: a body over 200 kB is refused, and its connection serves on', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const status = (path: string, body?: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
      const sent = request(`${net.url}${path}`, { agent, method: body === undefined ? 'GET' : 'POST', headers })
      sent.once('error', reject).once('response', (response) => {
        response.resume().once('end', () => resolve(response.statusCode))
      })
      sent.end(body)
    })
  expect(await status('/transactions', `tx=${'A'.repeat(300_000)}`)).toBe(413)
  expect(await status('/ledgers')).toBe(200)
  agent.destroy()
})

test('error: friendbot funds nobody twice', async () => {
  const funded = ask(`/friendbot?addr=${stranger}`)
  await expect.poll(() => net.closeLedger().then(() => net.account(stranger)), { timeout: 10_000 }).toBeDefined()
  expect(await funded).toMatchObject({ status: 200, body: { successful: true } })
  expect(await ask(`/friendbot?addr=${stranger}`, { method: 'POST' })).toMatchObject({
    status: 400,
    body: {
      type: 'https://stellar.org/horizon-errors/bad_request',
      detail: 'account already funded to starting balance',
    },
  })
})

test('behavior: any origin may read, and is shown two headers', async () => {
  const response = await fetch(`${net.url}/offers`, { headers: { Origin: 'http://page.example' } })
  await response.body?.cancel()
  expect(response.headers.get('access-control-allow-origin')).toBe('http://page.example')
  expect(response.headers.get('access-control-expose-headers')).toBe('Date, Latest-Ledger')
})

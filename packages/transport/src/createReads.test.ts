import { createMarket, parseAmount, XLM } from '@sdex/primitives'
import { accountIdOf, createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { createFakeBackend, type Scripted } from '../test/fakeBackend.ts'
import { parseBaseUrl } from './baseUrl.ts'
import { createReads, type Reads } from './createReads.ts'
import { createRequester } from './createRequester.ts'
import { AccountNotFoundError, HorizonResponseError, MalformedBodyError, RateLimitedError } from './errors.ts'

const issuer = accountIdOf('issuer')
const account = accountIdOf('trader')
const usd = { type: 'issued', code: 'USD', issuer } as const
const market = createMarket(XLM, usd)

function setUp(answer: Scripted) {
  const backend = createFakeBackend()
  backend.answer = () => answer
  const requester = createRequester({
    base: parseBaseUrl('http://horizon.test'),
    backend,
    limiter: undefined,
    clock: createVirtualClock(),
    requestTimeoutMs: 1_000,
    maxResponseBytes: 100_000,
    headers: {},
  })
  return { reads: createReads(requester), asked: () => backend.requests.map(({ url }) => new URL(url)) }
}

const headers = { 'latest-ledger': '60000000' }
const wireUsd = { asset_type: 'credit_alphanum4', asset_code: 'USD', asset_issuer: issuer }
const wireOffer = {
  id: '123456',
  paging_token: '123456',
  seller: account,
  selling: { asset_type: 'native' },
  buying: wireUsd,
  amount: '10.0000000',
  price_r: { n: 1, d: 4 },
  price: '0.2500000',
  last_modified_ledger: 60_000_000,
}
const page = (...records: unknown[]) => ({ _links: {}, _embedded: { records } })

test('behavior: an account is read whole, with its ledger', async () => {
  const { reads } = setUp({
    headers,
    body: {
      id: account,
      sequence: '257698037760000007',
      subentry_count: 2,
      last_modified_ledger: 60_000_000,
      thresholds: { low_threshold: 0, med_threshold: 0, high_threshold: 0 },
      flags: { auth_required: false, auth_revocable: false, auth_immutable: false, auth_clawback_enabled: false },
      balances: [
        { balance: '1.0000000', liquidity_pool_id: 'ab', limit: '9.0000000', asset_type: 'liquidity_pool_shares' },
        {
          balance: '25.0000000',
          limit: '922337203685.4775807',
          buying_liabilities: '5.0000000',
          selling_liabilities: '0.0000000',
          is_authorized: true,
          is_authorized_to_maintain_liabilities: true,
          ...wireUsd,
        },
        {
          balance: '100.0000000',
          buying_liabilities: '0.0000000',
          selling_liabilities: '10.0000000',
          asset_type: 'native',
        },
      ],
      signers: [{ weight: 1, key: account, type: 'ed25519_public_key' }],
      num_sponsoring: 0,
      num_sponsored: 0,
    },
  })
  const { ledger, value } = await reads.account(account)
  expect(ledger).toBe(60_000_000)
  expect(value).toMatchObject({ id: account, sequence: 257_698_037_760_000_007n, subentryCount: 2 })
  expect(value.poolShares).toEqual([{ poolId: 'ab', balance: parseAmount('1'), limit: parseAmount('9') }])
  expect(value.balances.map(({ asset, limit }) => [asset, limit])).toEqual([
    [usd, 2n ** 63n - 1n],
    [XLM, undefined],
  ])
})

test('behavior: offers are exact, a page tells the next cursor, and an absent cursor is not sent', async () => {
  const { reads, asked } = setUp({ headers, body: page(wireOffer, { ...wireOffer, id: 7, paging_token: '7' }) })
  const { value } = await reads.offers({ seller: account })
  expect(value.records[0]).toEqual({
    id: 123_456n,
    seller: account,
    selling: XLM,
    buying: usd,
    amount: parseAmount('10'),
    price: { n: 1, d: 4 },
    lastModifiedLedger: 60_000_000,
  })
  expect(value.records[1]?.id).toBe(7n) // a JSON number, as in bodies from before 2021
  expect(value.nextCursor).toBe('7')
  expect(asked()[0]?.search).toBe(`?seller=${account}&limit=200`)
})

test('behavior: sums of a book may exceed 64 bits', async () => {
  const row = { price_r: { n: 6, d: 25 }, price: '0.2400000', amount: '9223372036854.7758070' }
  const { reads, asked } = setUp({ headers, body: { bids: [row], asks: [] } })
  const { value } = await reads.orderBook(market, { limit: 5 })
  expect(value).toEqual({
    market,
    ledger: 60_000_000,
    bids: [{ price: { n: 6, d: 25 }, amount: 92_233_720_368_547_758_070n }],
    asks: [],
  })
  expect(Object.fromEntries(asked()[0]?.searchParams ?? [])).toEqual({
    selling_asset_type: 'native',
    buying_asset_type: 'credit_alphanum4',
    buying_asset_code: 'USD',
    buying_asset_issuer: issuer,
    limit: '5',
  })
})

test('behavior: a trade has both encodings of a price, zero among them, and pools without account', async () => {
  const trade = {
    id: '257698037760049153-0',
    paging_token: '257698037760049153-0',
    ledger_close_time: '2026-01-02T03:04:05Z',
    trade_type: 'liquidity_pool',
    base_liquidity_pool_id: 'ab',
    base_amount: '0.0000000',
    base_asset_type: 'native',
    counter_offer_id: '4869384056187437057',
    counter_account: account,
    counter_amount: '1.0000000',
    counter_asset_type: 'credit_alphanum4',
    counter_asset_code: 'USD',
    counter_asset_issuer: issuer,
    base_is_seller: true,
    price: { n: '0', d: '4' },
  }
  const { reads } = setUp({ body: page(trade, { ...trade, price: { n: 2, d: 8 } }) })
  const { records } = await reads.trades({ account })
  expect(records[0]).toMatchObject({
    closedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5),
    base: { poolId: 'ab', account: undefined },
    counter: { account, offerId: 4_869_384_056_187_437_057n },
    price: { n: 0n },
  })
  expect(records[1]?.price).toEqual({ n: 1n, d: 4n })
})

test.each([
  ['_embedded.records[1].price_r.n', page(wireOffer, { ...wireOffer, price_r: { n: 'x', d: 4 } })],
  ['_embedded.records[0].price_r', page({ ...wireOffer, price_r: { n: 0, d: 4 } })],
  ['_embedded.records[0].amount', page({ ...wireOffer, amount: '1e3' })],
  ['_embedded.records[0].buying.asset_issuer', page({ ...wireOffer, buying: { ...wireUsd, asset_issuer: 'G' } })],
  ['_embedded.records', { _embedded: {} }],
  ['_embedded', {}],
  ['', '<html>502 Bad Gateway</html>'],
  ['', '{"_embedded":{"rec'],
])('error: a misfit at %s is named', async (path, body) => {
  const { reads } = setUp({ headers, body })
  const failure = await reads.offers({}).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(MalformedBodyError)
  expect(failure).toMatchObject({ path, code: 'SDEX_MALFORMED_BODY' })
})

test('error: a state answer without its ledger is malformed', async () => {
  const { reads } = setUp({ body: page() })
  await expect(reads.offers({})).rejects.toThrow('Latest-Ledger')
})

test('error: problems keep what Horizon said', async () => {
  const { reads } = setUp({
    status: 400,
    body: {
      type: 'https://stellar.org/horizon-errors/bad_request',
      title: 'Bad Request',
      status: 400,
      detail: 'The request you sent was invalid in some way.',
      extras: { invalid_field: 'limit', reason: 'limit: must be positive' },
    },
  })
  const failure = await reads.ledgers().catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(HorizonResponseError)
  expect(failure).toMatchObject({ status: 400, retryable: false, problem: { type: 'bad_request' } })
  expect(String(failure)).toContain('limit: limit: must be positive')
})

test('error: 429 tells when to come back, where the server says it', async () => {
  const limited = setUp({ status: 429, headers: { 'retry-after': '12' } })
  await expect(limited.reads.feeStats()).rejects.toMatchObject({ retryAfterMs: 12_000, retryable: true })
  const silent = setUp({ status: 429, body: 'slow down' })
  await expect(silent.reads.feeStats()).rejects.toThrow(RateLimitedError)
})

test('behavior: what is not there is a typed error for an account, and nothing for a transaction', async () => {
  const { reads } = setUp({ status: 404 })
  await expect(reads.account(account)).rejects.toThrow(AccountNotFoundError)
  expect(await reads.transaction('ab'.repeat(32))).toBeUndefined()
})

test.each<readonly [what: string, ask: (reads: Reads) => Promise<unknown>]>([
  ['account', (reads) => reads.account(account)],
  ['transaction', (reads) => reads.transaction('ab'.repeat(32))],
  ['operation', (reads) => reads.operation(9n)],
  ['offer', (reads) => reads.offer(9n)],
])('error: a proxy’s 404 page does not say that there is no %s', async (_, ask) => {
  const { reads } = setUp({ status: 404, headers, body: '<html>' })
  await expect(ask(reads)).rejects.toMatchObject({ code: 'SDEX_HORIZON_RESPONSE', status: 404 })
})

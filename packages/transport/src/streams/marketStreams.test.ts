import { createMarket, InvalidOptionError, XLM } from '@sdex/primitives'
import { accountIdOf } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { HELLO, ledgerOf, record, setUpStreams, watch } from '../../test/fakeStreams.ts'
import { orderBookStream } from './orderBookStream.ts'
import { tradeStream } from './tradeStream.ts'

const issuer = accountIdOf('issuer')
const market = createMarket(XLM, { type: 'issued', code: 'USD', issuer })

function bookEvent(amount: string): string {
  const asks = [{ price_r: { n: 1, d: 4 }, price: '0.2500000', amount }]
  return `data: ${JSON.stringify({ bids: [], asks, base: {}, counter: {} })}\n\n`
}

test('behavior: books come whole, also after goodbye, and one that did not change is not told again', async () => {
  const { server, clock, context } = setUpStreams()
  const stream = watch(orderBookStream(context, market))
  await clock.advance(0)
  expect(server.latest.url.pathname).toBe('/hidden/order_book')
  expect(Object.fromEntries(server.latest.url.searchParams)).toEqual({
    ...{ key: 'secret', limit: '200', selling_asset_type: 'native' },
    ...{ buying_asset_type: 'credit_alphanum4', buying_asset_code: 'USD', buying_asset_issuer: issuer },
  })
  server.latest.send(HELLO + bookEvent('1.0000000'))
  server.latest.goodbye()
  await clock.advance(0)
  server.latest.send(HELLO + bookEvent('1.0000000'))
  server.latest.cut()
  await clock.advance(1_000)
  server.latest.send(HELLO + bookEvent('2.0000000'))
  await clock.advance(0)
  const asks = [10_000_000n, 20_000_000n].map((amount) => [{ price: { n: 1, d: 4 }, amount }])
  expect(stream.records).toEqual(asks.map((rows) => ({ market, ledger: undefined, bids: [], asks: rows })))
  expect(stream.shown).toBe('live')
})

test('behavior: a depth may be asked for', async () => {
  const { server, clock, context } = setUpStreams()
  watch(orderBookStream(context, market, { limit: 5 }))
  await clock.advance(0)
  expect(server.latest.url.searchParams.get('limit')).toBe('5')
})

function tradeEvent(token: string): string {
  return record(token, {
    ...{ id: token, paging_token: token, ledger_close_time: '2026-01-02T03:04:05Z', trade_type: 'orderbook' },
    ...{ base_offer_id: '1', base_account: issuer, base_amount: '4.0000000', base_asset_type: 'native' },
    ...{ counter_offer_id: '2', counter_account: issuer, counter_amount: '1.0000000', counter_asset_type: 'native' },
    ...{ base_is_seller: true, price: { n: '1', d: '4' } },
  })
}

test('behavior: without a cursor trades begin behind the newest ledger, pinned before the first connection', async () => {
  const { server, clock, context } = setUpStreams()
  let newest = 60_000_000
  const ledgers = async () => ({ records: [ledgerOf(newest)], nextCursor: undefined })
  Object.assign(context.reads, { ledgers })
  server.heads.push({ status: 503, body: '' })
  const stream = watch(tradeStream(context, { account: issuer }))
  await clock.advance(0)
  newest += 5
  await clock.advance(1_000)
  const asked = server.connections.map(({ url }) => url.searchParams.get('cursor'))
  expect(asked).toEqual(['257698042054967295', '257698042054967295'])
  expect(server.latest.url.searchParams.get('account_id')).toBe(issuer)
  server.latest.send(HELLO + tradeEvent('257698042054967296-0') + tradeEvent('257698042054967296-1'))
  await clock.advance(0)
  expect(stream.records.map(({ id }) => id)).toEqual(['257698042054967296-0', '257698042054967296-1'])
})

test('behavior: trades of a market after a cursor, turned as the market is, begin without asking for anything', async () => {
  const { server, clock, context } = setUpStreams()
  watch(tradeStream(context, { market }, { cursor: '12-3' }))
  await clock.advance(0)
  expect(Object.fromEntries(server.latest.url.searchParams)).toMatchObject({
    ...{ cursor: '12-3', limit: '200', base_asset_type: 'native', counter_asset_code: 'USD' },
  })
})

test('error: a network without a ledger yet is asked again', async () => {
  const { server, clock, context } = setUpStreams()
  Object.assign(context.reads, { ledgers: async () => ({ records: [], nextCursor: undefined }) })
  const stream = watch(tradeStream(context, { market }))
  await clock.advance(0)
  expect([stream.shown.slice(0, 41), server.connections]).toEqual(['reconnecting: The server has no ledger ye', []])
})

test.each(['now', '', '-1', '1-2-3', 'x'])('error: the cursor %j is refused at once', (cursor) => {
  const { context } = setUpStreams()
  expect(() => tradeStream(context, { market }, { cursor })).toThrow(InvalidOptionError)
})

import { createMarket, InvalidOptionError, XLM } from '@sdex/primitives'
import { accountIdOf } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { HELLO, ledgerOf, record, setUpStreams, watch } from '../../test/fakeStreams.ts'
import type { Page, PageOptions } from '../types/requests.ts'
import type { Trade } from '../types/trades.ts'
import { orderBookStream } from './orderBookStream.ts'
import { tradeStream } from './tradeStream.ts'

const issuer = accountIdOf('issuer')
const market = createMarket(XLM, { type: 'issued', code: 'USD', issuer })

/** A server that keeps all history. */
const network = async () => ({ historyElderLedger: 1, historyLatestLedger: 1, historyLatestClosedAtMs: 0 })

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

test('behavior: the first trade of a market that Horizon does not know yet is told within 15 s, and so is what came behind it', async () => {
  const { server, clock, context } = setUpStreams({ random: () => 1 })
  const ledgers = async () => ({ records: [ledgerOf(60_000_000)], nextCursor: undefined })
  Object.assign(context.reads, { ledgers, network, trades: async () => ({ records: [], nextCursor: undefined }) })
  const headers = { 'content-type': 'application/problem+json' }
  server.headOf = () => ({ status: 404, headers, body: '{"type": "not_found", "status": 404}' })
  const stream = watch(tradeStream(context, { market }))
  await clock.advance(60_000)
  expect(stream.shown).toMatch(/^reconnecting/)
  server.headOf = () => ({})
  await clock.advance(15_000)
  expect(new Set(server.connections.map(({ url }) => url.searchParams.get('cursor')))).toEqual(
    new Set(['257698042054967295']),
  )
  server.latest.send(HELLO + tradeEvent('257698042054967296-0') + tradeEvent('257698042054967296-1'))
  await clock.advance(0)
  expect([stream.records.length, stream.shown]).toEqual([2, 'live'])
})

test('behavior: without a cursor trades begin behind the newest ledger, pinned before the first connection', async () => {
  const { server, clock, context } = setUpStreams()
  let newest = 60_000_000
  const ledgers = async () => ({ records: [ledgerOf(newest)], nextCursor: undefined })
  Object.assign(context.reads, { ledgers, network, trades: async () => ({ records: [], nextCursor: undefined }) })
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

test('behavior: what came after the cursor, and what is missed through a fault, is read page by page; after goodbye nothing is', async () => {
  const { server, clock, context } = setUpStreams()
  let missed = 450
  const asked: (string | undefined)[] = []
  const trades = async ({ cursor = '0-0', limit = 10 }: PageOptions): Promise<Page<Trade>> => {
    asked.push(cursor)
    const from = Number(cursor.split('-')[0])
    const ids = Array.from({ length: Math.max(0, Math.min(limit, missed - from)) }, (_, at) => `${from + at + 1}-0`)
    return { records: ids.map((id) => ({ id, pagingToken: id }) as Trade), nextCursor: ids.at(-1) }
  }
  Object.assign(context.reads, { network, trades })
  const stream = watch(tradeStream(context, { market }, { cursor: '1-0' }))
  await clock.advance(0)
  expect(asked).toEqual(['1-0', '201-0', '401-0'])
  expect(server.latest.url.searchParams.get('cursor')).toBe('450-0')
  server.latest.send(HELLO + tradeEvent('451-0'))
  server.latest.goodbye()
  await clock.advance(0)
  expect(asked).toHaveLength(3)
  missed = 460
  server.latest.cut()
  await clock.advance(1_000)
  expect(asked.slice(3)).toEqual(['451-0'])
  expect(stream.records.map(({ id }) => id)).toEqual(Array.from({ length: 459 }, (_, at) => `${at + 2}-0`))
})

test('behavior: trades of an account are turned by the assets, whichever way the server has them', async () => {
  const { server, clock, context } = setUpStreams()
  Object.assign(context.reads, { network, trades: async () => ({ records: [], nextCursor: undefined }) })
  const stream = watch(tradeStream(context, { account: issuer }, { cursor: '1-0' }))
  await clock.advance(0)
  const usd = { type: 'credit_alphanum4', code: 'USD', issuer }
  const sides = (base: string, counter: string, seller: boolean, price: object) => ({
    ...{ [`${base}_offer_id`]: '1', [`${base}_account`]: issuer, [`${base}_amount`]: '4.0000000' },
    ...{ [`${counter}_offer_id`]: '2', [`${counter}_account`]: issuer, [`${counter}_amount`]: '1.0000000' },
    ...{ [`${base}_asset_type`]: 'native', [`${counter}_asset_type`]: usd.type, [`${counter}_asset_code`]: usd.code },
    ...{ [`${counter}_asset_issuer`]: issuer, base_is_seller: seller, price, trade_type: 'orderbook' },
  })
  const event = (id: string, fields: object): string =>
    record(id, { id, paging_token: id, ledger_close_time: '2026-01-02T03:04:05Z', ...fields })
  server.latest.send(HELLO + event('2-0', sides('base', 'counter', true, { n: '1', d: '4' })))
  server.latest.send(event('3-0', sides('counter', 'base', false, { n: '4', d: '1' })))
  await clock.advance(0)
  const [one, turned] = stream.records.map(({ id: _, pagingToken: __, ...trade }) => trade)
  expect(turned).toEqual(one)
  expect(one).toMatchObject({ base: { asset: XLM, amount: 40_000_000n }, baseIsSeller: true, price: { n: 1n, d: 4n } })
})

test('behavior: trades of a market are asked for as the market is turned', async () => {
  const { server, clock, context } = setUpStreams()
  Object.assign(context.reads, { network, trades: async () => ({ records: [], nextCursor: undefined }) })
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

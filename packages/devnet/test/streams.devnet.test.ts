import { Asset, Horizon } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../src/index.ts'
import { openEvents } from './events.ts'
import { type Stage, sell, setStage } from './party.ts'

let net: Devnet
let horizon: Horizon.Server
let stage: Stage
const xlm = Asset.native()

beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 50 })
  horizon = new Horizon.Server(net.url, { allowHttp: true })
  stage = await setStage(net, horizon)
})
afterAll(() => net.close())

type Followed<Row> = {
  /** The first so many records, once they have come. */
  first(count: number): Promise<readonly Row[]>
  end(): void
}

/** Follows one of the client's streams. */
function follow<Row>(open: (handlers: { onmessage: (record: unknown) => void }) => () => void): Followed<Row> {
  const records: Row[] = []
  const end = open({ onmessage: (record) => void records.push(record as Row) })
  const first = async (count: number): Promise<readonly Row[]> => {
    await expect.poll(() => records.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count)
    return records.slice(0, count)
  }
  return { first, end }
}

test('behavior: ledgers stream without a gap', async () => {
  const stream = follow<{ sequence: number }>((handlers) => horizon.ledgers().cursor('now').stream(handlers))
  const ledgers = await stream.first(12)
  stream.end()
  const start = ledgers[0]?.sequence ?? 0
  expect(ledgers.map(({ sequence }) => sequence)).toEqual(ledgers.map((_, at) => start + at))
})

test('behavior: a book, its trades and the transactions behind them stream as they happen', async () => {
  const { maker, taker, usd } = stage
  const [last] = (await horizon.transactions().order('desc').limit(1).call()).records
  const cursor = last?.paging_token ?? ''
  const books = follow<Horizon.ServerApi.OrderbookRecord>((handlers) => horizon.orderbook(usd, xlm).stream(handlers))
  const trades = follow((handlers) => horizon.trades().forAccount(maker.id).cursor(cursor).stream(handlers))
  const sent = follow((handlers) => horizon.transactions().forAccount(taker.id).cursor(cursor).stream(handlers))
  await books.first(1)
  await maker.send(sell(usd, xlm, { amount: '10', price: '2' }))
  await books.first(2)
  await taker.send(sell(xlm, usd, { amount: '8', price: '0.5' }))
  const asks = (await books.first(3)).map((book) => book.asks.map(({ amount }) => amount))
  expect(asks).toEqual([[], ['10.0000000'], ['6.0000000']])
  expect(await trades.first(1)).toMatchObject([{ base_amount: '4.0000000', counter_amount: '8.0000000' }])
  expect(await sent.first(1)).toMatchObject([{ source_account: taker.id, successful: true }])
  for (const stream of [books, trades, sent]) stream.end()
})

test('behavior: hello comes first, records carry their token, and the budget ends the connection with byebye', async () => {
  await using events = await openEvents(`${net.url}/ledgers?limit=2`)
  expect(await events.rest()).toEqual([
    { retry: '1000', event: 'open', data: '"hello"' },
    { id: '4294967296', data: expect.stringContaining('"sequence":1,') },
    { id: '8589934592', data: expect.stringContaining('"sequence":2,') },
    { retry: '10', event: 'close', data: '"byebye"' },
  ])
  expect(events.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(events.headers.get('latest-ledger')).toBeNull()
})

test('behavior: Last-Event-ID counts before the cursor', async () => {
  await using events = await openEvents(`${net.url}/ledgers?limit=1&cursor=0`, { 'Last-Event-ID': '8589934592' })
  expect((await events.rest())[1]).toMatchObject({ id: '12884901888' })
})

test('behavior: what happens while nobody listens is there after a reconnect', async () => {
  const { maker, usd } = stage
  await using first = await openEvents(`${net.url}/accounts/${maker.id}/transactions?limit=1&order=asc`)
  const [, last] = await first.rest()
  await maker.send(sell(usd, xlm, { amount: '1', price: '50' }))
  await maker.send(sell(usd, xlm, { amount: '1', price: '51' }))
  const all = await horizon.transactions().forAccount(maker.id).limit(200).call()
  const later = all.records.map(({ paging_token }) => paging_token).slice(1)
  await using second = await openEvents(`${net.url}/accounts/${maker.id}/transactions?limit=${later.length}`, {
    'Last-Event-ID': last?.id ?? '',
  })
  expect((await second.rest()).slice(1, -1).map(({ id }) => id)).toEqual(later)
})

test('behavior: an account streams once and never again, as Horizon has it', async () => {
  const { maker, usd } = stage
  await using events = await openEvents(`${net.url}/accounts/${maker.id}`)
  expect(await events.next()).toMatchObject({ event: 'open' })
  const snapshot = await events.next()
  expect(snapshot?.id).toBeUndefined()
  expect(JSON.parse(snapshot?.data ?? '')).toMatchObject({ id: maker.id })
  const news: unknown[] = []
  const ended = events.next().then(
    (event) => news.push(event),
    () => undefined,
  )
  await maker.send(sell(usd, xlm, { amount: '1', price: '60' }))
  await horizon.root()
  expect(news).toEqual([])
  await events[Symbol.asyncDispose]()
  await ended
})

test('behavior: an account offers stream brings new offers alone', async () => {
  const { maker, usd } = stage
  const before = await horizon.offers().forAccount(maker.id).limit(200).call()
  const cursor = before.records.at(-1)?.paging_token ?? '0'
  await using events = await openEvents(`${net.url}/accounts/${maker.id}/offers?limit=1&cursor=${cursor}`)
  await maker.send(sell(usd, xlm, { amount: '1', price: '70' }))
  expect((await events.rest())[1]?.data).toContain('"price":"70.0000000"')
})

test('error: a route that does not stream is not acceptable, and an unknown account is not found', async () => {
  const ask = (path: string): Promise<Response> =>
    fetch(`${net.url}${path}`, { headers: { Accept: 'text/event-stream' } })
  const fees = await ask('/fee_stats')
  expect(fees.status).toBe(406)
  expect(await fees.json()).toEqual({
    type: 'https://stellar.org/horizon-errors/not_acceptable',
    title: 'An acceptable response content-type could not be provided for this request',
    status: 406,
  })
  const stranger = 'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF'
  const missing = await ask(`/accounts/${stranger}/trades`)
  expect(missing.status).toBe(404)
  expect(missing.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  await missing.body?.cancel()
})

test('behavior: an account streams its changes where that is asked for', async () => {
  await using live = await createDevnet({ ledgerMs: 20, accountStreamUpdates: true })
  const server = new Horizon.Server(live.url, { allowHttp: true })
  const { maker, usd } = await setStage(live, server)
  const sequences: string[] = []
  const end = server
    .accounts()
    .accountId(maker.id)
    .stream({ onmessage: (account) => void sequences.push((account as unknown as { sequence: string }).sequence) })
  await expect.poll(() => sequences.length, { timeout: 10_000 }).toBe(1)
  await maker.send(sell(usd, xlm, { amount: '1', price: '60' }))
  await expect.poll(() => sequences.length, { timeout: 10_000 }).toBe(2)
  end()
  expect(BigInt(sequences[1] ?? 0)).toBe(BigInt(sequences[0] ?? 0) + 1n)
})

import type { Card } from '../card.ts'
import { comesWithin } from '../eventReader.ts'
import { matches, same } from '../expectations.ts'
import { FAR, ledgerOf, STRANGER } from '../identifiers.ts'
import { at, type Json, textAt } from '../json.ts'
import { isBadRequest, isProblem, NOT_ACCEPTABLE, NOT_FOUND } from '../problems.ts'

const preamble = 'Horizon: services/horizon/internal/render/sse'
const budget = 'Horizon: SSE budget of a connection'
const resuming = 'Horizon: SSE resume'
const HELLO = 'retry: 1000\nevent: open\ndata: "hello"'
const BYEBYE = 'retry: 10\nevent: close\ndata: "byebye"'
const STREAM = { Accept: 'text/event-stream' }

/** How streams look on the wire. */
export const streamCards: readonly Card[] = [
  {
    number: 236,
    title: 'a stream has its type, is not cached, and may be read by any origin',
    source: preamble,
    run: async ({ events }) => {
      const { headers, end } = await events('/ledgers?cursor=now')
      end()
      const names = ['content-type', 'cache-control', 'access-control-allow-origin']
      same(
        'headers',
        names.map((name) => String(headers[name])),
        ['text/event-stream; charset=utf-8', 'no-cache', '*'],
      )
    },
  },
  {
    number: 237,
    title: 'a stream names neither its ledger nor a rate limit',
    source: 'Horizon: response headers',
    run: async ({ events }) => {
      const { headers, end } = await events('/order_book?selling_asset_type=native&buying_asset_type=native')
      end()
      same(
        'headers',
        Object.keys(headers).filter((name) => /^(latest-ledger|x-ratelimit-.*)$/.test(name)),
        [],
      )
    },
  },
  {
    number: 238,
    title: 'a stream begins with hello, which sets the time to come back to a second',
    source: preamble,
    run: async ({ events }) => same('first event', (await (await events('/ledgers?limit=1')).next())?.text, HELLO),
  },
  {
    number: 239,
    title: 'a stream says hello though it has no record',
    source: preamble,
    run: async ({ events }) => {
      same('first event', (await (await events(`/transactions?cursor=${FAR}`)).next())?.text, HELLO)
    },
  },
  {
    number: 240,
    title: 'a record is its token as the id and one line of data, and no event is named',
    source: preamble,
    run: async ({ events, first }) => {
      const ledger = await first('/ledgers?order=desc&limit=1')
      const stream = await events('/ledgers?order=desc&limit=1')
      await stream.next()
      const record = await stream.next()
      same(
        'fields',
        record?.text.split('\n').map((line) => line.split(': ', 1)[0] ?? ''),
        ['id', 'data'],
      )
      same('token of at least', BigInt(record?.id ?? '0') >= BigInt(textAt(ledger, 'paging_token')), true)
    },
  },
  {
    number: 241,
    title: 'the data of a record is what the list shows of it, in one line and escaped alike',
    source: preamble,
    run: async ({ events, read }) => {
      const stream = await events('/ledgers?order=desc&limit=1')
      await stream.next()
      const { data = '' } = (await stream.next()) ?? {}
      const ledger = await read(`/ledgers/${textAt(JSON.parse(data) as Json, 'sequence')}`)
      same('data', data, JSON.stringify(ledger))
    },
  },
  {
    number: 242,
    title: 'after as many records as the limit says comes byebye, and the end',
    source: budget,
    run: async ({ events }) => {
      const all = await (await events('/ledgers?order=desc&limit=3')).rest()
      same(
        'events',
        all.map(({ id }) => (id === undefined ? 'other' : 'record')),
        ['other', 'record', 'record', 'record', 'other'],
      )
      same('last', all.at(-1)?.text, BYEBYE)
    },
  },
  {
    number: 243,
    title: 'without a limit ten records are the end',
    source: budget,
    run: async ({ events }) => {
      const all = await (await events('/ledgers')).rest()
      same('records', all.filter(({ id }) => id !== undefined).length, 10)
      same('last', all.at(-1)?.text, BYEBYE)
    },
  },
  {
    number: 244,
    title: 'a stream goes on after the Last-Event-ID, whatever the cursor says',
    source: resuming,
    run: async ({ events, first }) => {
      const token = textAt(await first('/ledgers?order=desc&limit=1'), 'paging_token')
      const stream = await events('/ledgers?cursor=now&order=desc&limit=1', { 'Last-Event-ID': token })
      await stream.next()
      same('id', (await stream.next())?.id, (BigInt(token) - (1n << 32n)).toString())
    },
  },
  {
    number: 245,
    title: 'a stream from now on begins with the next ledger',
    source: resuming,
    run: async ({ events, first }) => {
      const newest = Number(textAt(await first('/ledgers?order=desc&limit=1'), 'sequence'))
      const stream = await events('/ledgers?cursor=now&limit=1')
      await stream.next()
      const record = await stream.next()
      same('ledger after the newest', ledgerOf(record?.id ?? '0') > newest, true)
    },
  },
  {
    number: 246,
    title: 'ledgers stream one by one, none left out and none twice',
    source: resuming,
    timeoutMs: 60_000,
    run: async ({ events, first }) => {
      const newest = Number(textAt(await first('/ledgers?order=desc&limit=1'), 'sequence'))
      const stream = await events(`/ledgers?cursor=${BigInt(newest) << 32n}&limit=4`)
      const all = await stream.rest()
      const ledgers = all.slice(1, -1).map(({ id }) => ledgerOf(id ?? '0'))
      same(
        'ledgers',
        ledgers,
        [1, 2, 3, 4].map((step) => newest + step),
      )
    },
  },
  {
    number: 247,
    title: 'a descending stream walks back through history',
    source: resuming,
    run: async ({ events }) => {
      const all = await (await events('/ledgers?order=desc&limit=3')).rest()
      const [newest = 0, ...older] = all.slice(1, -1).map(({ id }) => ledgerOf(id ?? '0'))
      same('ledgers', older, [newest - 1, newest - 2])
    },
  },
  {
    number: 248,
    title: 'a stream that has nothing to say is silent: no heartbeat, no comment',
    source: 'Horizon: SSE has no heartbeat (stellar/go #692)',
    run: async ({ events, quiet }) => {
      const stream = await events(`/transactions?cursor=${FAR}`)
      await stream.next()
      same('what comes', (await comesWithin(stream, quiet()))?.text, undefined)
    },
  },
  {
    number: 249,
    title: 'a stream whose first look fails does not start: the problem is answered',
    source: 'Horizon: SSE errors before the preamble',
    run: async ({ get }) => {
      const answer = await get(`/accounts/${STRANGER}/trades`, STREAM)
      isProblem(answer, NOT_FOUND)
      matches('Content-Type', answer.headers['content-type'], /^application\/problem\+json/)
    },
  },
  {
    number: 250,
    title: 'a stream with a fault in its parameters is refused as a list is',
    source: 'Horizon: SSE errors before the preamble',
    run: async ({ get }) => isBadRequest(await get('/ledgers?cursor=x', STREAM), 'cursor', 'cursor: invalid value'),
  },
  {
    number: 251,
    title: 'what does not stream is not acceptable as a stream',
    source: 'Horizon: routes that stream',
    run: async ({ get, first }) => {
      const sequence = String(at(await first('/ledgers?order=desc&limit=1'), 'sequence'))
      const natives = 'selling_asset_type=native&buying_asset_type=native'
      const lists = ['/offers', '/offers/1', '/assets', '/liquidity_pools', `/accounts?signer=${STRANGER}`]
      for (const path of ['/', '/fee_stats', `/ledgers/${sequence}`, `/transactions/${'0'.repeat(64)}`, ...lists]) {
        isProblem(await get(path, STREAM), NOT_ACCEPTABLE)
      }
      for (const path of ['/paths/strict-send', '/paths/strict-receive', '/trade_aggregations', `/paths?${natives}`]) {
        isProblem(await get(path, STREAM), NOT_ACCEPTABLE)
      }
    },
  },
]

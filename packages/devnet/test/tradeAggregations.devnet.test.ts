import { formatRatio, parseAmount, systemClock } from '@sdex/primitives'
import { Asset, Horizon, Operation } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { averagePrice } from '../src/horizon/averagePrice.ts'
import { createDevnet, type Devnet } from '../src/index.ts'
import { type Stage, sell, setStage } from './party.ts'
import { recording, shapeOf } from './recording.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
let net: Devnet
let horizon: Horizon.Server
let stage: Stage
const xlm = Asset.native()
/** The beginning of an hour from which the market's trades are counted. */
let hour = 0

beforeAll(async () => {
  let ahead = 0
  const clock = { ...systemClock, now: () => systemClock.now() + ahead }
  net = await createDevnet({ ledgerMs: 50, clock })
  horizon = new Horizon.Server(net.url, { allowHttp: true })
  stage = await setStage(net, horizon)
  const { maker, taker, usd } = stage
  /** Close times follow the clock, which jumps. */
  const jumpTo = (ms: number): void => {
    ahead = ms - systemClock.now()
  }
  hour = (Math.floor(clock.now() / HOUR) + 24) * HOUR
  const trade = async (lumens: string, price: { readonly n: number; readonly d: number }): Promise<void> => {
    await maker.send(Operation.manageSellOffer({ selling: usd, buying: xlm, amount: '100', price, offerId: '0' }))
    await taker.send(sell(xlm, usd, { amount: lumens, price: '0.001' }))
    const [own] = (await horizon.offers().seller(maker.id).call()).records
    const cancel = { selling: usd, buying: xlm, amount: '0', price: '1', offerId: String(own?.id ?? '') }
    await maker.send(Operation.manageSellOffer(cancel))
  }
  jumpTo(hour)
  await trade('10', { n: 2, d: 1 })
  await trade('30', { n: 6, d: 3 })
  jumpTo(hour + 5 * MINUTE)
  await trade('10', { n: 5, d: 2 })
  jumpTo(hour + HOUR)
  await trade('4', { n: 1, d: 1 })
})
afterAll(() => net.close())

type Body = { readonly [key: string]: unknown }
type Page = {
  readonly _links: { readonly [name: string]: { readonly href: string } }
  readonly _embedded: { readonly records: readonly Body[] }
}

const pair = (): string =>
  `base_asset_type=credit_alphanum4&base_asset_code=USD&base_asset_issuer=${stage.issuer.id}&counter_asset_type=native`
const ask = async (path: string): Promise<{ readonly status: number; readonly body: Body }> => {
  const response = await fetch(path.startsWith('http') ? path : `${net.url}/trade_aggregations?${path}`)
  return { status: response.status, body: (await response.json()) as Body }
}
const page = async (path: string): Promise<Page> => (await ask(path)).body as unknown as Page

test('behavior: the SDK reads spans of five minutes', async () => {
  const { records } = await horizon.tradeAggregation(stage.usd, xlm, hour, hour + 2 * HOUR, 5 * MINUTE, 0).call()
  expect(records.map(({ timestamp }) => (Number(timestamp) - hour) / MINUTE)).toEqual([0, 5, 60])
  expect(records[0]).toEqual({
    timestamp: hour.toString(),
    trade_count: '2',
    base_volume: '20.0000000',
    counter_volume: '40.0000000',
    avg: '2.0000000',
    ...{ high: '2.0000000', high_r: { n: '6', d: '3' }, low: '2.0000000', low_r: { n: '6', d: '3' } },
    ...{ open: '2.0000000', open_r: { n: '2', d: '1' }, close: '2.0000000', close_r: { n: '6', d: '3' } },
  })
})

test('behavior: seen from the other asset everything is turned', async () => {
  const turned = `base_asset_type=native&counter_asset_type=credit_alphanum4&counter_asset_code=USD&counter_asset_issuer=${stage.issuer.id}`
  const { _embedded } = await page(`${turned}&resolution=3600000&start_time=${hour}&end_time=${hour + HOUR}`)
  expect(_embedded.records).toEqual([
    {
      timestamp: hour.toString(),
      trade_count: '3',
      base_volume: '50.0000000',
      counter_volume: '24.0000000',
      avg: '0.4800000',
      ...{ high: '0.5000000', high_r: { n: '3', d: '6' }, low: '0.4000000', low_r: { n: '2', d: '5' } },
      ...{ open: '0.5000000', open_r: { n: '1', d: '2' }, close: '0.4000000', close_r: { n: '2', d: '5' } },
    },
  ])
})

test('behavior: bodies have the recorded keys and types', async () => {
  const [record] = (await page(`${pair()}&resolution=3600000`))._embedded.records
  const recorded = recording('trade_aggregation.json')
  if (recorded !== undefined) expect(shapeOf(record)).toEqual(shapeOf(recorded))
  const order = 'timestamp trade_count base_volume counter_volume avg high high_r low low_r open open_r close close_r'
  expect(Object.keys(record ?? {}).join(' ')).toBe(order)
})

type Recorded = Readonly<Record<'avg' | 'base_volume' | 'counter_volume' | Price, string>> &
  Readonly<Record<`${Price}_r`, { readonly n: string; readonly d: string }>>
type Price = 'high' | 'low' | 'open' | 'close'

test('behavior: averages and prices print as recorded ones do', () => {
  const page = recording('pages/trade_aggregations.json') as { _embedded: { records: readonly Recorded[] } } | undefined
  const records = [recording('trade_aggregation.json') as Recorded | undefined, ...(page?._embedded.records ?? [])]
  for (const record of records) {
    if (record === undefined) continue
    const [base, counter] = [parseAmount(record.base_volume), parseAmount(record.counter_volume)]
    expect(averagePrice(counter, base)).toBe(record.avg)
    for (const name of ['high', 'low', 'open', 'close'] as const) {
      const { n, d } = record[`${name}_r`]
      expect(formatRatio({ n: BigInt(n), d: BigInt(d) }, 7)).toBe(record[name])
    }
  }
})

test('behavior: a span that a border cuts is not shown', async () => {
  const cut = `start_time=${hour + 1}&end_time=${hour + HOUR + 6 * MINUTE}`
  const { _embedded } = await page(`${pair()}&resolution=300000&${cut}`)
  expect(_embedded.records.map(({ timestamp }) => (Number(timestamp) - hour) / MINUTE)).toEqual([5, 60])
})

test('behavior: an offset moves the spans', async () => {
  const { _embedded } = await page(`${pair()}&resolution=86400000&offset=3600000`)
  for (const { timestamp } of _embedded.records) expect(Number(timestamp) % (24 * HOUR)).toBe(HOUR)
})

test('behavior: pages go on by time, in both directions, with sorted keys', async () => {
  const walk = async (path: string): Promise<readonly number[]> => {
    const starts: number[] = []
    for (let at = await page(path); at._embedded.records.length > 0; at = await page(at._links['next']?.href ?? '')) {
      starts.push(...at._embedded.records.map(({ timestamp }) => (Number(timestamp) - hour) / MINUTE))
    }
    return starts
  }
  const range = `start_time=${hour}&end_time=${hour + 2 * HOUR}`
  const query = `${pair()}&resolution=60000&limit=1&${range}`
  expect((await walk(`${query}&order=asc`)).slice(-2)).toEqual([5, 60])
  expect((await walk(`${query}&order=desc`)).slice(0, 2)).toEqual([60, 5])
  const { _links } = await page(`${query}&order=desc`)
  expect(_links['self']?.href).toBe(`${net.url}/trade_aggregations?${query}&order=desc`)
  expect(_links['next']?.href).toBe(
    `${net.url}/trade_aggregations?base_asset_code=USD&base_asset_issuer=${stage.issuer.id}&base_asset_type=credit_alphanum4` +
      `&counter_asset_type=native&end_time=${hour + HOUR}&limit=1&order=desc&resolution=60000&start_time=${hour}`,
  )
  expect(_links['prev']?.href).toBe('')
})

test('behavior: upwards without an end, the next page starts at 0, as Horizon has it', async () => {
  const { _links } = await page(`${pair()}&resolution=60000&limit=1`)
  expect(_links['next']?.href).toContain('&start_time=0')
})

test('behavior: an empty page leads to itself', async () => {
  const { _links, _embedded } = await page(`${pair()}&resolution=60000&start_time=${hour + 9 * HOUR}`)
  expect(_embedded.records).toEqual([])
  expect(_links['next']).toEqual(_links['self'])
})

test('error: what is wrong is told, the first fault alone', async () => {
  const resolution =
    'illegal or missing resolution. allowed resolutions are: 1 minute (60000), 5 minutes (300000), 15 minutes (900000), 1 hour (3600000), 1 day (86400000) and 1 week (604800000)'
  const offset =
    'illegal or missing offset. offset must be a multiple of an hour, less than or equal to the resolution, and less than 24 hours'
  const end =
    'illegal end time. adjusted end time must be greater than the offset and greater than the provided start time'
  const cases: readonly (readonly [string, string, string])[] = [
    ['resolution=60000', 'base_asset_type', 'Missing required field'],
    ['resolution=60000&base_asset_type=native', 'counter_asset_type', 'Missing required field'],
    [pair(), 'resolution', resolution],
    [`${pair()}&resolution=1`, 'resolution', resolution],
    [`${pair()}&resolution=x`, 'resolution', 'schema: error converting value for "resolution"'],
    [`${pair()}&resolution=60000&start_time=x`, 'start_time', 'schema: error converting value for "start_time"'],
    [`${pair()}&resolution=60000&offset=3600000`, 'offset', offset],
    [`${pair()}&resolution=86400000&offset=1`, 'offset', offset],
    [`${pair()}&resolution=86400000&offset=86400000`, 'offset', offset],
    [`${pair()}&resolution=86400000&offset=3600000&end_time=1`, 'end_time', end],
    [`${pair()}&resolution=60000&start_time=${hour}&end_time=${hour - 1}`, 'end_time', end],
    [`${pair()}&resolution=60000&limit=201`, 'limit', 'invalid limit: value provided that is over limit max of 200'],
  ]
  for (const [query, field, reason] of cases) {
    const { status, body } = await ask(query)
    expect([status, body['extras']], query).toEqual([400, { invalid_field: field, reason }])
  }
})

test('error: an asset that never traded is not found', async () => {
  const nix = `base_asset_type=credit_alphanum4&base_asset_code=NIX&base_asset_issuer=${stage.issuer.id}`
  expect(await ask(`${nix}&counter_asset_type=native&resolution=60000`)).toMatchObject({
    status: 404,
    body: { title: 'Resource Missing', extras: { invalid_field: 'base_asset', reason: 'not found' } },
  })
})

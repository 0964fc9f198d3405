import { Asset, Horizon, Operation } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../src/index.ts'
import { type MarketStage, setMarketStage } from './marketStage.ts'
import type { Party } from './party.ts'
import { recording, shapeOf } from './recording.ts'

let net: Devnet
let horizon: Horizon.Server
let stage: MarketStage
const xlm = Asset.native()

beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 50 })
  horizon = new Horizon.Server(net.url, { allowHttp: true })
  stage = await setMarketStage(net, horizon)
})
afterAll(() => net.close())

type Answer = { readonly status: number; readonly ledger: string | null; readonly body: Record<string, unknown> }

const ask = async (path: string, init?: RequestInit): Promise<Answer> => {
  const response = await fetch(`${net.url}${path}`, init)
  const text = await response.text()
  return { status: response.status, ledger: response.headers.get('latest-ledger'), body: JSON.parse(text) }
}
const keys = (value: unknown): string => Object.keys(value as object).join(' ')
const balance = async ({ id }: Party, asset: Asset): Promise<string | undefined> => {
  const { balances } = await horizon.loadAccount(id)
  return balances.find((line) => 'asset_code' in line && line.asset_code === asset.getCode())?.balance
}

test('behavior: what is sent goes over pool and book, and arrives as the path said', async () => {
  const { taker, eur, usd } = stage
  const { records } = await horizon.strictSendPaths(xlm, '10', [eur, usd]).call()
  const [toEur, toUsd] = records
  // 10 lumens give 4.86 USD in the pool, more than 3.33 in the book, and those half as many EUR
  expect(toUsd).toMatchObject({ destination_asset_code: 'USD', destination_amount: '4.8637705', path: [] })
  expect(toEur).toMatchObject({
    source_asset_type: 'native',
    source_amount: '10.0000000',
    destination_asset_code: 'EUR',
    destination_amount: '2.4318852',
    path: [{ asset_type: 'credit_alphanum4', asset_code: 'USD', asset_issuer: stage.issuer.id }],
  })
  const payment = Operation.pathPaymentStrictSend({
    ...{ sendAsset: xlm, sendAmount: '10', destination: taker.id, destAsset: eur, path: [usd] },
    destMin: toEur?.destination_amount ?? '',
  })
  await taker.send(payment)
  expect(await balance(taker, eur)).toBe('2.4318852')
})

test('behavior: what has to arrive is looked for in what an account holds, whose own offers are passed over', async () => {
  const { taker, maker, eur, usd } = stage
  const receive = async (source: string): Promise<readonly Horizon.ServerApi.PaymentPathRecord[]> =>
    (await horizon.strictReceivePaths(source, eur, '1').call()).records
  const byTaker = await receive(taker.id)
  expect(byTaker.map((path) => [path.source_asset_type, path.destination_amount, path.path.length])).toEqual([
    ['credit_alphanum4', '1.0000000', 0], // the EUR of the payment before
    ['native', '1.0000000', 1],
  ])
  const [, byLumens] = byTaker
  const payment = Operation.pathPaymentStrictReceive({
    ...{ sendAsset: xlm, destination: taker.id, destAsset: eur, destAmount: '1', path: [usd] },
    sendMax: byLumens?.source_amount ?? '',
  })
  await taker.send(payment)
  expect(await balance(taker, eur)).toBe('3.4318852')
  // All the offers are the maker's own, and a pool serves everyone.
  expect((await receive(maker.id)).map(({ path, source_amount }) => [path, source_amount])).toEqual([[[], '1.0000000']])
  const usdForMaker = await horizon.strictReceivePaths(maker.id, usd, '1').call()
  expect(usdForMaker.records.map((path) => path.source_asset_type)).toEqual(['credit_alphanum4', 'native'])
})

test('behavior: a list of sources is not held against any balance', async () => {
  const { eur, usd } = stage
  const { records } = await horizon.strictReceivePaths([xlm, usd], eur, '20').call()
  expect(records.map((path) => [path.source_asset_code ?? 'XLM', path.source_amount])).toEqual([
    ['USD', '40.0000000'],
    ['XLM', expect.any(String)],
  ])
})

test('behavior: the body has the recorded keys, no links, and the ledger in a header', async () => {
  const { eur, issuer } = stage
  const query = `destination_asset_type=credit_alphanum4&destination_asset_code=EUR&destination_asset_issuer=${issuer.id}&destination_amount=1&source_assets=native`
  const { body, ledger } = await ask(`/paths/strict-receive?${query}`)
  expect(ledger).toMatch(/^\d+$/)
  expect(keys(body)).toBe('_embedded')
  const [record] = (body['_embedded'] as { records: readonly { path: readonly unknown[] }[] }).records
  expect(keys(record)).toBe(
    'source_asset_type source_amount destination_asset_type destination_asset_code destination_asset_issuer ' +
      'destination_amount path',
  )
  expect(keys(record?.path[0])).toBe('asset_type asset_code asset_issuer')
  expect((await ask(`/paths?${query}`)).body).toEqual(body) // the older name
  const recorded = (
    recording('pages/strict_receive_paths.json') as { _embedded: { records: readonly unknown[] } } | undefined
  )?._embedded.records[1] // from lumens too, over assets with codes of four letters
  if (recorded !== undefined) expect(shapeOf(record)).toEqual(shapeOf(recorded))
  expect(eur.getCode()).toBe('EUR')
})

test('behavior: nobody, and nothing traded, is no path', async () => {
  const stranger = 'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF'
  const none = { _embedded: { records: [] } }
  expect(
    (await ask(`/paths/strict-send?source_asset_type=native&source_amount=1&destination_account=${stranger}`)).body,
  ).toEqual(none)
  const unknown = `/paths/strict-send?source_asset_type=native&source_amount=1&destination_assets=NIX:${stranger}`
  expect((await ask(unknown)).body).toEqual(none)
})

const account = 'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF'
const accountReason = 'Account ID must start with `G` and contain 56 alphanum characters'
const list = (count: number): string => Array.from({ length: count }, (_, at) => `A${at}:${account}`).join(',')
const send = '/paths/strict-send?source_asset_type=native&source_amount=1'
const receive = '/paths/strict-receive?destination_asset_type=native&destination_amount=1'

test.each([
  [`${send}&destination_account=GX`, 'destination_account', accountReason],
  [`${receive}&source_account=GX`, 'source_account', accountReason],
  [`${receive}&destination_account=GX&source_assets=native`, 'destination_account', accountReason],
  ['/paths/strict-send?source_amount=1&destination_assets=native', 'source_asset_type', 'Missing required field'],
  [
    '/paths/strict-send?source_asset_type=x&source_amount=1',
    'source_asset_type',
    'Asset type must be native, credit_alphanum4 or credit_alphanum12',
  ],
  ['/paths/strict-send?source_asset_type=native&destination_assets=native', 'source_amount', 'Missing required field'],
  [`${send}.12345678&destination_assets=native`, 'source_amount', 'Amount must be positive'],
  [
    '/paths/strict-receive?destination_asset_type=native&destination_amount=0',
    'destination_amount',
    'Amount must be positive',
  ],
  [
    '/paths/strict-receive?destination_asset_type=native&destination_amount=-1',
    'destination_amount',
    'Amount must be positive',
  ],
  [`${send}&source_asset_code=X&destination_assets=native`, 'source_asset_code', 'native asset does not have a code'],
  [
    '/paths/strict-send?source_asset_type=credit_alphanum4&source_asset_code=USD&source_amount=1&destination_assets=native',
    'source_asset_issuer',
    'Missing parameter',
  ],
  [
    `/paths/strict-send?source_asset_type=credit_alphanum4&source_asset_code=DOLLAR&source_asset_issuer=${account}&source_amount=1&destination_assets=native`,
    'source_asset_code',
    'Asset code must be 1-12 alphanumeric characters',
  ],
  [`${send}&destination_assets=native,x`, 'destination_assets', 'x is not a valid asset'],
  [
    `${send}&destination_assets=A-B:${account}`,
    'destination_assets',
    `A-B:${account} is not a valid asset, it contains an invalid asset code`,
  ],
  [
    `${send}&destination_assets=USD:GX`,
    'destination_assets',
    'USD:GX is not a valid asset, it contains an invalid issuer',
  ],
  [`${receive}&source_assets=${list(16)}`, 'source_assets', 'list of assets exceeds maximum length of 15'],
])('error: %s names the field and the reason', async (path, field, reason) => {
  expect(await ask(path)).toMatchObject({ status: 400, body: { extras: { invalid_field: field, reason } } })
})

test('error: neither or both sides have a problem of their own', async () => {
  const both = `${send}&destination_assets=native&destination_account=${account}`
  for (const path of [send, both]) {
    const { body, ledger } = await ask(path)
    expect(keys(body)).toBe('type title status detail')
    expect(body['detail']).toBe(
      'The request requires either a list of destination assets or a destination account. Both fields cannot be present.',
    )
    expect(ledger).toMatch(/^\d+$/)
  }
})

test('error: an account with too many trustlines', async () => {
  const { taker, issuer } = stage
  const assets = Array.from({ length: 13 }, (_, at) => new Asset(`T${at}`, issuer.id))
  await taker.send(...assets.map((asset) => Operation.changeTrust({ asset })))
  expect(await ask(`${receive}&source_account=${taker.id}`)).toMatchObject({
    status: 400,
    body: {
      extras: {
        invalid_field: 'source_account',
        reason:
          'account has too many trustlines to use this endpoint (number of trustlines plus native XLM exceeds limit of 15)',
      },
    },
  })
})

test('error: paths do not stream', async () => {
  const headers = { Accept: 'text/event-stream' }
  expect(await ask(`${send}&destination_assets=native`, { headers })).toMatchObject({ status: 406 })
})

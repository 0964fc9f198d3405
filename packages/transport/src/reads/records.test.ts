import { parseAmount, XLM } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { effects } from '../../test/bodies/effects.ts'
import { candle, path, transaction } from '../../test/bodies/history.ts'
import { balanceId, hash, issuer, market, other, page, poolId, trader, usd } from '../../test/bodies/names.ts'
import { operations } from '../../test/bodies/operations.ts'
import { account, assetStats, claimableBalance, pool } from '../../test/bodies/state.ts'
import { createReadStage, stateHeaders } from '../../test/readStage.ts'
import { HorizonResponseError, MalformedBodyError } from '../errors.ts'

const answering = (body: unknown, status = 200) => createReadStage({ status, headers: stateHeaders, body }).reads

test('behavior: accounts come like the single one, and the cursor is the last id', async () => {
  const { value } = await answering(page(account)).accounts({ signer: trader })
  expect(value.nextCursor).toBe(trader)
  expect(value.records[0]).toMatchObject({ id: trader, sponsor: issuer, homeDomain: 'example.org' })
})

test('behavior: data is bytes', async () => {
  const { value } = await answering({ value: 'djE=', sponsor: issuer }).accountData(trader, 'k')
  expect(value).toEqual({ value: Uint8Array.of(118, 49), sponsor: issuer })
})

test('behavior: equal assets of a page are one object', async () => {
  const { value } = await answering(page(pool, pool)).liquidityPools()
  expect(value.records[0]?.reserves[1]?.asset).toBe(value.records[1]?.reserves[1]?.asset)
})

test('behavior: a pool has its reserves in order', async () => {
  const { value } = await answering(pool).liquidityPool(poolId)
  expect(value).toEqual({
    id: poolId,
    feeBp: 30,
    type: 'constant_product',
    trustlineCount: 4,
    totalShares: parseAmount('1000'),
    reserves: [
      { asset: XLM, amount: parseAmount('500') },
      { asset: usd, amount: parseAmount('120') },
    ],
    lastModifiedLedger: 60_000_000,
  })
})

test('behavior: the conditions of a claimable balance are a tree', async () => {
  const { value } = await answering(claimableBalance).claimableBalance(balanceId)
  expect(value).toMatchObject({ id: balanceId, asset: usd, amount: parseAmount('7'), clawbackEnabled: false })
  expect(value?.claimants).toEqual([
    {
      destination: trader,
      predicate: {
        type: 'and',
        predicates: [
          { type: 'not', predicate: { type: 'before', epochSeconds: 1_720_137_600n } },
          { type: 'or', predicates: [{ type: 'unconditional' }, { type: 'within', seconds: 3_600n }] },
        ],
      },
    },
  ])
})

test('behavior: what is held of an asset may exceed 64 bits', async () => {
  const { value } = await answering(page(assetStats)).assets({ code: 'USD' })
  expect(value.records[0]).toMatchObject({
    asset: usd,
    trustlines: { authorized: { count: 3, amount: parseAmount('5') } },
    liquidityPools: { count: 2, amount: 999_223_372_036_854_775_807n },
    contracts: { count: 0, amount: 0n },
  })
})

test('behavior: a path has its ends and what is between', async () => {
  const { value } = await answering(page(path)).strictSendPaths({
    sourceAsset: XLM,
    sourceAmount: 1n,
    destinationAssets: [usd],
  })
  expect(value).toEqual([
    {
      sourceAsset: XLM,
      sourceAmount: parseAmount('4'),
      destinationAsset: usd,
      destinationAmount: parseAmount('1'),
      path: [XLM, usd],
    },
  ])
})

const hourMs = 3_600_000
const startMs = 1_767_322_800_000

test('behavior: candles are exact, and their pages go by time in either direction', async () => {
  const { records, nextCursor } = await answering(page(candle)).tradeAggregations({ market, resolutionMs: hourMs })
  expect(records[0]).toMatchObject({ startMs, tradeCount: 3, high: { n: 13n, d: 50n }, averageFloat: 0.2525 })
  expect(nextCursor).toBe(String(startMs + hourMs))
  const back = await answering(page(candle)).tradeAggregations({ market, resolutionMs: hourMs, order: 'desc' })
  expect(back.nextCursor).toBe(String(startMs))
})

test.each([
  [{ endMs: startMs + hourMs }],
  [{ endMs: startMs + 2 * hourMs - 1 }],
  [{ order: 'desc', startMs }],
  [{ order: 'desc', startMs: startMs - hourMs + 1 }],
] as const)('behavior: no candle fits after the last one of %o, so that there is no further page', async (span) => {
  const options = { market, resolutionMs: hourMs, ...span } as const
  expect(await answering(page(candle)).tradeAggregations(options)).toMatchObject({ nextCursor: undefined })
})

test('behavior: operations are told apart by type, and other kinds are kept whole', async () => {
  const { records } = await answering(page(...operations)).operations()
  expect(records.map(({ type }) => type)).toEqual(
    operations.map(({ type }) => (type === 'set_options' || type === 'constructor' ? 'other' : type)),
  )
  const [created, payment] = records
  expect(created).toMatchObject({ funder: trader, account: other, startingBalance: parseAmount('10') })
  expect(payment).toMatchObject({
    id: 257_698_037_760_049_153n,
    transactionHash: hash,
    from: trader,
    fromMuxed: 'MA',
    asset: XLM,
    sponsor: issuer,
    transaction: { memo: { type: 'id', value: '7' }, maxFee: 400n },
  })
  expect(records.find(({ type }) => type === 'manage_buy_offer')).toMatchObject({
    offerId: 544_656_471n, // a JSON number, as in bodies from before 2021
    price: { n: 2, d: 1 },
    buying: XLM,
    selling: usd,
  })
  expect(records.find(({ type }) => type === 'set_trust_line_flags')).toMatchObject({ setFlags: 3, clearFlags: 0 })
  expect(records.find(({ type }) => type === 'other')).toMatchObject({
    typeName: 'set_options',
    fields: { home_domain: 'example.org' },
  })
})

test('behavior: a failed deposit does not name its assets', async () => {
  const { records } = await answering(page(...operations)).operations()
  expect(records.find(({ type }) => type === 'liquidity_pool_deposit')).toMatchObject({
    reservesMax: [{ asset: XLM }, { asset: usd }],
    reservesDeposited: [
      { asset: undefined, amount: 0n },
      { asset: undefined, amount: 0n },
    ],
  })
})

test('behavior: effects are told apart by type, and other kinds are kept whole', async () => {
  const { records, nextCursor } = await answering(page(...effects)).effects()
  expect(nextCursor).toBe('257698037760049153-1')
  expect(records.map(({ type }) => type)).toEqual(
    effects.map(({ type }) => (type === 'signer_created' ? 'other' : type)),
  )
  expect(records.find(({ type }) => type === 'trade')).toMatchObject({
    seller: other,
    offerId: 123_456n,
    sold: { asset: usd, amount: parseAmount('1') },
    bought: { asset: XLM, amount: parseAmount('4') },
  })
  expect(records.find(({ type }) => type === 'trustline_removed')).toMatchObject({ asset: { type: 'pool', poolId } })
  expect(records.find(({ type }) => type === 'liquidity_pool_trade')).toMatchObject({ pool: { id: poolId } })
})

test.each([
  ['_embedded.records[0].price_r', { ...operations[4], price_r: undefined }, 'operations'],
  ['_embedded.records[0].path[0].asset_type', { ...operations[2], path: [{}] }, 'operations'],
  ['_embedded.records[0].set_flags[1]', { ...operations[10], set_flags: [1, 'x'] }, 'operations'],
  [
    '_embedded.records[0].transaction.memo',
    { ...operations[1], transaction: { ...transaction, memo: 7 } },
    'operations',
  ],
  [
    '_embedded.records[0].claimants[0].predicate.and[0].not',
    { ...operations[13], claimants: [{ destination: trader, predicate: { and: [{ not: 1 }] } }] },
    'operations',
  ],
  [
    '_embedded.records[0].liquidity_pool.reserves[0].asset',
    { ...effects[16], liquidity_pool: { ...pool, reserves: [{ asset: 'x' }] } },
    'effects',
  ],
  ['_embedded.records[0].sold.amount', { ...effects[15], sold: { asset: 'native' } }, 'effects'],
  ['_embedded.records[0].paging_token', { ...effects[1], paging_token: undefined }, 'effects'],
] as const)('error: a misfit at %s is named', async (place, record, route) => {
  const failure = await answering(page(record))
    [route]()
    .catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(MalformedBodyError)
  expect(failure).toMatchObject({ path: place })
})

test('behavior: a server that is not well says so, and one that is too busy to say is an error', async () => {
  const report = { database_connected: true, core_up: true, core_synced: false }
  expect(await answering(report, 503).health()).toEqual({ databaseConnected: true, coreUp: true, coreSynced: false })
  await expect(answering({ title: 'Server Over Capacity' }, 503).health()).rejects.toThrow(HorizonResponseError)
})

test('behavior: of a market or an account that no trade ever met there are no trades and no candles', async () => {
  const none = { records: [], nextCursor: undefined }
  const reads = answering({ type: 'not_found', title: 'Resource Missing', status: 404 }, 404)
  expect(await reads.trades({ market })).toEqual(none)
  expect(await reads.trades({ account: trader })).toEqual(none)
  expect(await reads.tradeAggregations({ market, resolutionMs: 60_000 })).toEqual(none)
  await expect(answering('<html>', 404).trades({ market })).rejects.toThrow(HorizonResponseError)
})

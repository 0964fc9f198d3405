import { parseAmount, XLM } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { balanceId, hash, issuer, market, page, poolId, trader, usd } from '../../test/bodies/names.ts'
import { createReadStage, stateHeaders } from '../../test/readStage.ts'
import { createReads, type Reads } from '../createReads.ts'

const pair = `base_asset_type=native&counter_asset_type=credit_alphanum4&counter_asset_code=USD&counter_asset_issuer=${issuer}`
const usdText = `USD%3A${issuer}`
const signal = new AbortController().signal

const calls: readonly (readonly [url: string, call: (reads: Reads) => Promise<unknown>])[] = [
  [`/accounts?signer=${trader}&limit=200`, (reads) => reads.accounts({ signer: trader })],
  [`/accounts?sponsor=${trader}&limit=200`, (reads) => reads.accounts({ sponsor: trader })],
  [
    `/accounts?asset=${usdText}&cursor=${trader}&limit=5&order=desc`,
    (reads) => reads.accounts({ asset: usd, cursor: trader, limit: 5, order: 'desc' }),
  ],
  [`/accounts?liquidity_pool=${poolId}&limit=200`, (reads) => reads.accounts({ poolId })],
  [`/offers?limit=200`, (reads) => reads.offers()],
  [
    `/offers?seller=${trader}&sponsor=${issuer}&selling=native&buying=${usdText}&cursor=7&limit=200`,
    (reads) => reads.offers({ seller: trader, sponsor: issuer, selling: XLM, buying: usd, cursor: '7' }),
  ],
  ['/trades?limit=200', (reads) => reads.trades()],
  [`/trades?${pair}&account_id=${trader}&limit=200`, (reads) => reads.trades({ market, account: trader })],
  [
    `/trades?offer_id=4611686018427387905&trade_type=orderbook&cursor=1-2&limit=200`,
    (reads) => reads.trades({ offerId: 2n ** 62n + 1n, type: 'orderbook', cursor: '1-2' }),
  ],
  [
    `/trades?liquidity_pool_id=${poolId}&trade_type=liquidity_pool&limit=200`,
    (reads) => reads.trades({ poolId, type: 'liquidity_pool' }),
  ],
  [
    `/trade_aggregations?${pair}&resolution=3600000&offset=3600000&start_time=7200000&end_time=9000000&limit=2`,
    (reads) =>
      reads.tradeAggregations({
        market,
        resolutionMs: 3_600_000,
        offsetMs: 3_600_000,
        startMs: 7_200_000,
        endMs: 9_000_000,
        limit: 2,
      }),
  ],
  [
    `/trade_aggregations?${pair}&resolution=60000&start_time=120000&limit=200`,
    (reads) => reads.tradeAggregations({ market, resolutionMs: 60_000, startMs: 60_000, cursor: '120000' }),
  ],
  [
    `/trade_aggregations?${pair}&resolution=60000&end_time=120000&order=desc&limit=200`,
    (reads) =>
      reads.tradeAggregations({ market, resolutionMs: 60_000, endMs: 180_000, cursor: '120000', order: 'desc' }),
  ],
  [
    `/paths/strict-send?source_asset_type=native&source_amount=1.5000000&destination_assets=native%2C${usdText}`,
    (reads) =>
      reads.strictSendPaths({ sourceAsset: XLM, sourceAmount: parseAmount('1.5'), destinationAssets: [XLM, usd] }),
  ],
  [
    `/paths/strict-send?source_asset_type=native&source_amount=0.0000001&destination_account=${trader}`,
    (reads) => reads.strictSendPaths({ sourceAsset: XLM, sourceAmount: 1n, destinationAccount: trader }),
  ],
  [
    `/paths/strict-receive?destination_asset_type=native&destination_amount=0.0000001&source_assets=${usdText}`,
    (reads) => reads.strictReceivePaths({ destinationAsset: XLM, destinationAmount: 1n, sourceAssets: [usd] }),
  ],
  [
    `/paths/strict-receive?destination_asset_type=native&destination_amount=0.0000001&source_account=${trader}`,
    (reads) => reads.strictReceivePaths({ destinationAsset: XLM, destinationAmount: 1n, sourceAccount: trader }),
  ],
  [`/liquidity_pools?limit=200`, (reads) => reads.liquidityPools()],
  [
    `/liquidity_pools?reserves=native%2C${usdText}&cursor=${poolId}&limit=200`,
    (reads) => reads.liquidityPools({ reserves: [XLM, usd], cursor: poolId }),
  ],
  [`/liquidity_pools?account=${trader}&limit=200`, (reads) => reads.liquidityPools({ account: trader })],
  [
    `/claimable_balances?asset=native&sponsor=${issuer}&claimant=${trader}&cursor=5-${balanceId}&limit=200`,
    (reads) => reads.claimableBalances({ asset: XLM, sponsor: issuer, claimant: trader, cursor: `5-${balanceId}` }),
  ],
  [
    `/assets?asset_code=USD&asset_issuer=${issuer}&cursor=USD_${issuer}_credit_alphanum4&limit=200`,
    (reads) => reads.assets({ code: 'USD', issuer, cursor: `USD_${issuer}_credit_alphanum4` }),
  ],
  ['/ledgers?cursor=now&limit=1&order=desc', (reads) => reads.ledgers({ cursor: 'now', order: 'desc', limit: 1 })],
  ['/transactions?limit=200', (reads) => reads.transactions()],
  [
    `/accounts/${trader}/transactions?include_failed=true&limit=200`,
    (reads) => reads.transactions({ account: trader, includeFailed: true }),
  ],
  ['/ledgers/5/transactions?limit=200', (reads) => reads.transactions({ ledger: 5 })],
  [`/liquidity_pools/${poolId}/transactions?limit=200`, (reads) => reads.transactions({ poolId })],
  [
    `/claimable_balances/${balanceId}/transactions?limit=200`,
    (reads) => reads.transactions({ claimableBalanceId: balanceId }),
  ],
  ['/operations?limit=200', (reads) => reads.operations()],
  [
    `/accounts/${trader}/operations?include_failed=false&join=transactions&cursor=9&limit=200`,
    (reads) => reads.operations({ account: trader, includeFailed: false, withTransactions: true, cursor: '9' }),
  ],
  [`/transactions/${hash}/operations?limit=200`, (reads) => reads.operations({ transactionHash: hash })],
  [`/liquidity_pools/${poolId}/operations?limit=200`, (reads) => reads.operations({ poolId })],
  [
    `/claimable_balances/${balanceId}/operations?limit=200`,
    (reads) => reads.operations({ claimableBalanceId: balanceId }),
  ],
  [`/ledgers/5/payments?limit=200`, (reads) => reads.payments({ ledger: 5, withTransactions: false })],
  ['/effects?cursor=9-1&limit=200', (reads) => reads.effects({ cursor: '9-1' })],
  [`/accounts/${trader}/effects?limit=200`, (reads) => reads.effects({ account: trader })],
  ['/operations/9/effects?limit=200', (reads) => reads.effects({ operationId: 9n })],
  [`/liquidity_pools/${poolId}/effects?limit=200`, (reads) => reads.effects({ poolId, signal })],
]

test.each(calls)('behavior: a call asks for %s, and for nothing that was not given', async (url, call) => {
  const { reads, asked } = createReadStage({ headers: stateHeaders, body: page() })
  await call(reads)
  expect(asked().map(({ pathname, search }) => `${pathname}${search}`)).toEqual([url])
})

const single: readonly (readonly [url: string, call: (reads: Reads) => Promise<unknown>])[] = [
  [`/accounts/${trader}/data/a%20b%2F%C3%BC`, (reads) => reads.accountData(trader, 'a b/ü')],
  ['/offers/7', (reads) => reads.offer(7n)],
  [`/liquidity_pools/${poolId}`, (reads) => reads.liquidityPool(poolId)],
  [`/claimable_balances/${balanceId}`, (reads) => reads.claimableBalance(balanceId)],
]

test.each(single)('behavior: what is not at %s is nothing, as of a ledger', async (url, call) => {
  const { reads, asked } = createReadStage({ status: 404, headers: stateHeaders })
  expect(await call(reads)).toEqual({ ledger: 60_000_000, value: undefined })
  expect(asked().map(({ pathname }) => pathname)).toEqual([url])
})

test('behavior: an unknown operation is nothing', async () => {
  const { reads, asked } = createReadStage({ status: 404 })
  expect(await reads.operation(9n)).toBeUndefined()
  expect(asked()[0]?.pathname).toBe('/operations/9')
})

test('behavior: the bounds of a call go to the requester as they are', async () => {
  const seen: unknown[] = []
  const reads = createReads({
    get: async (_path, _query, call) => {
      seen.push(call)
      return { status: 200, headers: stateHeaders, json: page, bytes: new Uint8Array(), what: 'GET /' }
    },
  })
  const call = { signal, timeoutMs: 5, priority: 'account', minLedger: 60_000_000 } as const
  await reads.offers({ seller: trader, limit: 5, ...call })
  await reads.strictSendPaths({ sourceAsset: XLM, sourceAmount: 1n, destinationAssets: [usd], ...call })
  await reads.effects({ account: trader, cursor: '1', ...call })
  await reads.tradeAggregations({ market, resolutionMs: 60_000, ...call })
  expect(seen).toEqual([call, call, call, call])
})

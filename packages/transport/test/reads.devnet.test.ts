import { createDevnet, type Devnet } from '@sdex/devnet'
import { createMarket, parseAmount, XLM } from '@sdex/primitives'
import { Operation } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHorizonClient } from '../src/createHorizonClient.ts'
import { allAtOneLedger } from '../src/pages/allAtOneLedger.ts'
import { recordsOf } from '../src/pages/pagesOf.ts'
import type { HorizonClient } from '../src/types/client.ts'
import { type ReadsStage, setReadsStage, submit } from './readsStage.ts'

let net: Devnet
let client: HorizonClient
let stage: ReadsStage
let ids: { readonly maker: string; readonly taker: string; readonly sponsor: string }

beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 'manual', seed: 'reads', cadence: 'immediate' })
  stage = await setReadsStage(net)
  client = createHorizonClient({ horizonUrl: net.url, networkPassphrase: net.passphrase })
  const { maker, taker, sponsor } = stage
  ids = { maker: maker.publicKey(), taker: taker.publicKey(), sponsor: sponsor.publicKey() }
})

afterAll(async () => {
  await client.close()
  await net.close()
})

test('behavior: a server tells of itself', async () => {
  expect(await client.network()).toMatchObject({ passphrase: net.passphrase })
  expect(await client.health()).toEqual({ databaseConnected: true, coreUp: true, coreSynced: true })
  expect((await client.feeStats()).lastLedgerBaseFee).toBe(100n)
})

test('behavior: accounts are found by signer, sponsor, asset and pool', async () => {
  const found = async (filter: Parameters<HorizonClient['accounts']>[0]): Promise<readonly string[]> =>
    (await client.accounts(filter)).value.records.map(({ id }) => id)
  expect(await found({ signer: ids.maker })).toEqual([ids.maker])
  expect(await found({ asset: stage.usd })).toEqual([ids.maker, ids.taker].sort())
  expect(await found({ poolId: stage.poolId })).toEqual([ids.maker])
  expect(await found({ sponsor: ids.sponsor })).toEqual([])
})

test('behavior: account data is bytes, or undefined where there is no entry', async () => {
  const { ledger, value } = await client.accountData(ids.maker, 'k')
  expect(new TextDecoder().decode(value?.value)).toBe('v1')
  expect(await client.accountData(ids.maker, 'none')).toEqual({ ledger, value: undefined })
})

test('behavior: offers by seller, sponsor and id', async () => {
  const { value: own } = await client.offers({ seller: ids.maker })
  expect(own.records.map(({ sponsor }) => sponsor)).toEqual([undefined, ids.sponsor])
  const { value: sponsored } = await client.offers({ sponsor: ids.sponsor })
  expect(sponsored.records).toEqual(own.records.slice(1))
  const [first] = own.records
  expect((await client.offer(first?.id ?? 0n)).value).toEqual(first)
  expect((await client.offer(2n ** 40n)).value).toBeUndefined()
})

test('behavior: trades by market, account, offer, pool and type', async () => {
  const market = createMarket(XLM, stage.usd)
  const { records: all } = await client.trades({ market })
  expect(all.map(({ type }) => type)).toContain('orderbook')
  const ofType = async (type: 'orderbook' | 'liquidity_pool') => (await client.trades({ market, type })).records
  expect([...(await ofType('orderbook')), ...(await ofType('liquidity_pool'))]).toHaveLength(all.length)
  expect((await client.trades({ market, account: ids.taker })).records.length).toBeGreaterThan(0)
  const maker = (await client.offers({ seller: ids.maker })).value.records[0]
  const { records: ofOffer } = await client.trades({ offerId: maker?.id ?? 0n })
  expect(ofOffer.length).toBeGreaterThan(0)
  const { records: ofPool } = await client.trades({ poolId: stage.poolId })
  expect(ofPool.map(({ id }) => id)).toEqual((await ofType('liquidity_pool')).map(({ id }) => id))
})

test('behavior: candles sum the trades up', async () => {
  const market = createMarket(XLM, stage.usd)
  const { records: trades } = await client.trades({ market })
  const { records: candles } = await client.tradeAggregations({ market, resolutionMs: 604_800_000 })
  const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n)
  expect(candles.reduce((count, candle) => count + candle.tradeCount, 0)).toBe(trades.length)
  expect(sum(candles.map(({ baseVolume }) => baseVolume))).toBe(sum(trades.map(({ base }) => base.amount)))
  const minutes = recordsOf((page) => client.tradeAggregations({ market, resolutionMs: 60_000, ...page }), { limit: 1 })
  let count = 0
  for await (const { tradeCount } of minutes) count += tradeCount
  expect(count).toBe(trades.length)
})

test('behavior: paths to what an account holds, and to what is named', async () => {
  const send = { sourceAsset: XLM, sourceAmount: parseAmount('1') }
  const named = await client.strictSendPaths({ ...send, destinationAssets: [stage.usd] })
  expect(named.value[0]).toMatchObject({ sourceAmount: parseAmount('1'), destinationAsset: stage.usd, path: [] })
  const held = await client.strictSendPaths({ ...send, destinationAccount: ids.taker })
  expect(held.value.map(({ destinationAsset }) => destinationAsset)).toContainEqual(stage.usd)
  const receive = { destinationAsset: stage.usd, destinationAmount: parseAmount('0.1') }
  expect((await client.strictReceivePaths({ ...receive, sourceAssets: [XLM] })).value).not.toEqual([])
  expect((await client.strictReceivePaths({ ...receive, sourceAccount: ids.taker })).value).not.toEqual([])
})

test('behavior: pools by reserves, account and id', async () => {
  const { value: pool } = await client.liquidityPool(stage.poolId)
  expect(pool).toMatchObject({ id: stage.poolId, feeBp: 30, trustlineCount: 1 })
  expect((await client.liquidityPools({ reserves: [XLM, stage.usd] })).value.records).toEqual([pool])
  expect((await client.liquidityPools({ account: ids.maker })).value.records).toEqual([pool])
  expect((await client.liquidityPool('00'.repeat(32))).value).toBeUndefined()
})

test('behavior: claimable balances by claimant and id, and what there is of an asset', async () => {
  const { value } = await client.claimableBalances({ claimant: ids.taker, asset: stage.usd })
  expect(value.records).toHaveLength(2)
  const [first] = value.records
  expect(first?.claimants.map(({ predicate }) => predicate.type)).toEqual(['unconditional', 'not'])
  expect((await client.claimableBalance(first?.id ?? '')).value).toEqual(first)
  expect((await client.claimableBalance('0'.repeat(72))).value).toBeUndefined()
  const { records } = (await client.assets({ code: 'USD' })).value
  expect(records).toMatchObject([{ asset: stage.usd, claimableBalances: { count: 2, amount: parseAmount('14') } }])
})

test('behavior: operations by every owner, failed ones where asked for', async () => {
  const byHash = await client.operations({ transactionHash: stage.failed, withTransactions: true })
  expect(byHash.records).toMatchObject([
    { type: 'payment', transactionSuccessful: false, transaction: { hash: stage.failed, successful: false } },
  ])
  const types = async (filter: Parameters<HorizonClient['operations']>[0]): Promise<readonly string[]> =>
    (await client.operations(filter)).records.map(({ type }) => type)
  expect(await types({ poolId: stage.poolId })).toContain('liquidity_pool_deposit')
  const [balance] = (await client.claimableBalances({ claimant: ids.taker })).value.records
  expect(await types({ claimableBalanceId: balance?.id })).toContain('create_claimable_balance')
  const successful = await types({ account: ids.taker })
  expect(await types({ account: ids.taker, includeFailed: true })).toHaveLength(successful.length + 1)
  const [operation] = (await client.operations({ transactionHash: stage.trade })).records
  expect(operation).toMatchObject({ type: 'manage_sell_offer', selling: XLM, buying: stage.usd, price: { n: 1, d: 2 } })
  expect(await client.operation(operation?.id ?? 0n)).toEqual(operation)
  expect(await client.operation(2n ** 60n)).toBeUndefined()
  const transaction = await client.transaction(stage.trade)
  expect(await types({ ledger: transaction?.ledger })).toEqual(['manage_sell_offer'])
  expect((await client.payments({ account: ids.maker })).records.map(({ type }) => type)).toContain(
    'path_payment_strict_send',
  )
})

test('behavior: transactions of an account, a ledger, a pool and a balance', async () => {
  const hashes = async (filter: Parameters<HorizonClient['transactions']>[0]): Promise<readonly string[]> =>
    (await client.transactions(filter)).records.map(({ hash }) => hash)
  const { ledger } = (await client.transaction(stage.trade)) ?? { ledger: 0 }
  expect(await hashes({ ledger })).toEqual([stage.trade])
  expect(await hashes({ account: ids.taker })).toContain(stage.trade)
  expect(await hashes({ poolId: stage.poolId })).not.toEqual([])
  const [balance] = (await client.claimableBalances({ claimant: ids.taker })).value.records
  expect(await hashes({ claimableBalanceId: balance?.id })).toHaveLength(1)
})

test('behavior: effects by every owner, and each operation of history is of a kind that is read', async () => {
  const { records: ofTrade } = await client.effects({ transactionHash: stage.trade })
  expect(ofTrade.map(({ type }) => type)).toEqual(expect.arrayContaining(['trade']))
  const [operation] = (await client.operations({ transactionHash: stage.trade })).records
  expect((await client.effects({ operationId: operation?.id })).records).toEqual(ofTrade)
  expect((await client.effects({ account: ids.maker })).records.length).toBeGreaterThan(0)
  expect((await client.effects({ ledger: (await client.transaction(stage.trade))?.ledger })).records).toEqual(ofTrade)
  const types = new Set<string>()
  const ofPool = recordsOf((page) => client.effects({ poolId: stage.poolId, ...page }), { limit: 2, endsAt: 'empty' })
  for await (const { type } of ofPool) types.add(type)
  expect([...types]).toContain('liquidity_pool_deposited')
})

test('property: pages of every size bring the same records, each once', async () => {
  const all = (await client.effects()).records.map(({ pagingToken }) => pagingToken)
  for (const limit of [1, 3, 200]) {
    const tokens: string[] = []
    for await (const effect of recordsOf((page) => client.effects(page), { limit })) tokens.push(effect.pagingToken)
    expect(tokens).toEqual(all)
  }
})

test('behavior: state is read as of one ledger, and again when one closes in between', async () => {
  const sell = Operation.manageData({ name: 'n', value: 'v' })
  let pages = 0
  const read = async (page: Parameters<HorizonClient['offers']>[0]) => {
    pages += 1
    if (pages === 2) await submit(net, [stage.sponsor], [sell])
    return client.offers({ seller: ids.maker, ...page })
  }
  const { ledger, value } = await allAtOneLedger(read, { limit: 1 })
  expect(value.map(({ seller }) => seller)).toEqual([ids.maker, ids.maker])
  expect(pages).toBe(5) // one, the one of another ledger, and two with the empty one after it
  expect(ledger).toBe((await client.ledgers({ order: 'desc', limit: 1 })).records[0]?.sequence)
})

import { Asset, BadResponseError, Horizon, Operation } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../src/index.ts'
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

const balanceOf = async (id: string, asset: Asset): Promise<string | undefined> => {
  const { balances } = await horizon.loadAccount(id)
  const held = balances.find((balance) =>
    asset.isNative() ? balance.asset_type === 'native' : 'asset_code' in balance && balance.asset_code === asset.code,
  )
  return held?.balance
}

test('behavior: friendbot gives 10,000 lumens, and a trustline holds what the issuer paid', async () => {
  const { maker, usd } = stage
  expect(await balanceOf(maker.id, usd)).toBe('1000.0000000')
  expect(await balanceOf(maker.id, xlm)).toBe('9999.9999900')
})

test('behavior: an offer rests in the book, is crossed, trades, and what is left of it is cancelled', async () => {
  const { maker, taker, usd } = stage
  const placed = await maker.send(sell(usd, xlm, { amount: '100', price: '2' }))
  expect(placed).toMatchObject({ offerResults: [{ effect: 'manageOfferCreated', isFullyOpen: true }] })
  const [offer] = (await horizon.offers().forAccount(maker.id).call()).records
  const offerId = String(offer?.id)
  expect(offer).toMatchObject({ seller: maker.id, amount: '100.0000000', price: '2.0000000', price_r: { n: 2, d: 1 } })

  const book = await horizon.orderbook(usd, xlm).call()
  expect(book.asks).toEqual([{ price_r: { n: 2, d: 1 }, price: '2.0000000', amount: '100.0000000' }])
  expect(book.bids).toEqual([])
  const turned = await horizon.orderbook(xlm, usd).call()
  expect(turned.bids).toEqual([{ price_r: { n: 1, d: 2 }, price: '0.5000000', amount: '100.0000000' }])

  const buy = { selling: xlm, buying: usd, buyAmount: '30', price: '2.5', offerId: '0' }
  const bought = await taker.send(Operation.manageBuyOffer(buy))
  expect(bought).toMatchObject({ offerResults: [{ amountBought: '30', amountSold: '60', wasImmediatelyFilled: true }] })
  expect(await balanceOf(taker.id, usd)).toBe('30.0000000')
  expect((await horizon.offers().offer(offerId).call()).amount).toBe('70.0000000')

  const [trade] = (await horizon.trades().forAssetPair(usd, xlm).order('desc').limit(1).call()).records
  expect(trade).toMatchObject({
    trade_type: 'orderbook',
    base_account: maker.id,
    base_offer_id: offerId,
    base_amount: '30.0000000',
    counter_account: taker.id,
    counter_amount: '60.0000000',
    base_is_seller: true,
    price: { n: '2', d: '1' },
  })
  const ofTaker = await horizon.trades().forAccount(taker.id).call()
  expect(ofTaker.records.map(({ id }) => id)).toEqual([trade?.id])
  // The taker left no offer: its side has an id made from the operation's.
  const operation = BigInt(trade?.id.split('-')[0] ?? 0)
  expect(trade).toMatchObject({ counter_offer_id: (operation + (1n << 62n)).toString() })

  const cancel = { selling: usd, buying: xlm, amount: '0', price: '1', offerId: offerId }
  await maker.send(Operation.manageSellOffer(cancel))
  expect((await horizon.offers().forAccount(maker.id).call()).records).toEqual([])
  await expect(horizon.offers().offer(offerId).call()).rejects.toMatchObject({ response: { status: 404 } })
  expect((await horizon.loadAccount(maker.id)).subentry_count).toBe(1)
})

test('behavior: one transaction carries many operations, and one that fails undoes them all', async () => {
  const { maker, usd } = stage
  const before = await balanceOf(maker.id, usd)
  const operations = [
    sell(usd, xlm, { amount: '1', price: '3' }),
    sell(usd, xlm, { amount: '100000', price: '3' }),
    sell(usd, xlm, { amount: '1', price: '4' }),
  ]
  const failure = await maker.send(...operations).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(BadResponseError)
  expect((failure as BadResponseError).response).toMatchObject({
    status: 400,
    data: {
      type: 'https://stellar.org/horizon-errors/transaction_failed',
      extras: {
        result_codes: { transaction: 'tx_failed', operations: ['op_success', 'op_underfunded', 'op_success'] },
      },
    },
  })
  expect(await balanceOf(maker.id, usd)).toBe(before)
  expect((await horizon.offers().forAccount(maker.id).call()).records).toEqual([])
  const [failed] = (await horizon.transactions().forAccount(maker.id).includeFailed(true).order('desc').call()).records
  expect(failed).toMatchObject({ successful: false, operation_count: 3, fee_charged: '300', max_fee: '3000' })
})

test('behavior: the asynchronous route answers with what the queue says, before any ledger', async () => {
  const { maker, usd } = stage
  const transaction = await maker.sign(sell(usd, xlm, { amount: '5', price: '9' }))
  const first = await horizon.submitAsyncTransaction(transaction)
  const hash = Buffer.from(transaction.hash()).toString('hex')
  expect(first).toMatchObject({ tx_status: 'PENDING', hash })
  const find = (): Promise<unknown> => horizon.transactions().transaction(hash).call()
  await expect.poll(find, { timeout: 10_000 }).toMatchObject({ successful: true, hash })
  // Applied hashes stay banned from the queue, so the asynchronous route never says that it is done; the other one does.
  await expect(horizon.submitAsyncTransaction(transaction)).rejects.toMatchObject({ response: { status: 503 } })
  expect(await horizon.submitTransaction(transaction)).toMatchObject({ successful: true, hash })
})

test('error: what is not signed by its source is refused, and nothing is charged', async () => {
  const { maker, taker, usd } = stage
  const before = await balanceOf(maker.id, xlm)
  const transaction = await maker.sign(sell(usd, xlm, { amount: '5', price: '9' }))
  transaction.signatures.length = 0
  transaction.sign(taker.keypair)
  await expect(horizon.submitTransaction(transaction)).rejects.toMatchObject({
    response: { status: 400, data: { extras: { result_codes: { transaction: 'tx_bad_auth' } } } },
  })
  expect(await balanceOf(maker.id, xlm)).toBe(before)
})

test('behavior: fee statistics tell what operations cost of late', async () => {
  const stats = await horizon.feeStats()
  expect(stats.last_ledger_base_fee).toBe('100')
  expect(await horizon.fetchBaseFee()).toBe(100)
})

test('behavior: the root names the network and its newest ledger', async () => {
  const root = await horizon.root()
  expect(root).toMatchObject({
    network_passphrase: net.passphrase,
    history_elder_ledger: 1,
    core_latest_ledger: root.history_latest_ledger,
  })
  const [latest] = (await horizon.ledgers().order('desc').limit(1).call()).records
  expect(latest?.sequence).toBeGreaterThanOrEqual(root.history_latest_ledger)
})

import { createVirtualClock, type VirtualClock } from '@sdex/testkit'
import { Asset, Horizon } from '@stellar/stellar-sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../../src/index.ts'
import { openEvents } from '../events.ts'
import { type Stage, sell, setStage } from '../party.ts'

let net: Devnet
let clock: VirtualClock
let horizon: Horizon.Server
let stage: Stage
const xlm = Asset.native()

beforeEach(async () => {
  clock = createVirtualClock(1_800_000_000_000)
  net = await createDevnet({ ledgerMs: 'manual', clock, seed: 11 })
  horizon = new Horizon.Server(net.url, { allowHttp: true })
  const closing = setInterval(() => void net.closeLedger(), 5)
  stage = await setStage(net, horizon)
  clearInterval(closing)
})
afterEach(() => net.close())

const latest = async (): Promise<number> => (await horizon.root()).history_latest_ledger

/** Puts an offer into the queue and closes a ledger over it. */
async function trade(selling: Asset, buying: Asset, price: string): Promise<string> {
  const { maker, taker, usd } = stage
  const party = selling === usd ? maker : taker
  const { hash } = net.submit((await party.sign(sell(selling, buying, { amount: '1', price }))).toXDR())
  await net.closeLedger()
  return hash
}

test('error: of two servers behind one URL one is late: page 1 is of ledger L, page 2 of L-2', async () => {
  net.faults.inject({ type: 'backends', backends: [{}, { lagLedgers: 2 }] })
  const start = await latest()
  await latest() // the other one's turn
  for (let ledger = 0; ledger < 4; ledger += 1) await net.closeLedger()
  expect([await latest(), await latest(), await latest()]).toEqual([start + 4, start + 2, start + 4])
  const first = await horizon.ledgers().order('desc').limit(1).call() // the late one
  const second = await horizon.ledgers().order('desc').limit(1).call()
  expect([first, second].map(({ records }) => records[0]?.sequence)).toEqual([start + 2, start + 4])
})

test('error: a hash is found, and then it is not', async () => {
  net.faults.inject({ type: 'backends', backends: [{}, { lagLedgers: 1 }] })
  const hash = await trade(stage.usd, xlm, '2')
  const status = async (): Promise<number> => {
    const response = await fetch(`${net.url}/transactions/${hash}`)
    await response.body?.cancel()
    return response.status
  }
  expect([await status(), await status(), await status()]).toEqual([200, 404, 200])
  await net.closeLedger()
  expect([await status(), await status()]).toEqual([200, 200])
})

test('error: state and its Latest-Ledger go back and forth', async () => {
  net.faults.inject({ type: 'backends', backends: [{}, { lagLedgers: 3 }] })
  await trade(stage.usd, xlm, '2')
  const read = async () => {
    const response = await fetch(`${net.url}/accounts/${stage.maker.id}`)
    const { subentry_count } = (await response.json()) as { subentry_count: number }
    return { ledger: Number(response.headers.get('latest-ledger')), subentries: subentry_count }
  }
  const [early, late] = [await read(), await read()]
  expect(early).toEqual({ ledger: late.ledger + 1, subentries: late.subentries + 1 })
})

test('behavior: a stream stays with its server and gets each ledger late, none lost', async () => {
  net.faults.inject({ type: 'backends', backends: [{ lagLedgers: 2 }] })
  await using events = await openEvents(`${net.url}/ledgers?cursor=now&limit=2`)
  await events.next()
  const start = net.account(stage.maker.id) && (await latest())
  const closed = []
  for (let ledger = 0; ledger < 4; ledger += 1) closed.push((await net.closeLedger()).sequence)
  const ids = [await events.next(), await events.next()].map((event) => Number(BigInt(event?.id ?? 0) >> 32n))
  expect(ids).toEqual([Number(start) + 1, Number(start) + 2])
  expect(closed.at(-1)).toBe(Number(start) + 4)
})

test('error: another server has the sides of a trade the other way round', async () => {
  net.faults.inject({ type: 'backends', backends: [{}, { flipsTrades: true }] })
  await trade(stage.usd, xlm, '2')
  await trade(xlm, stage.usd, '0.5')
  const sides = async () => {
    const { records } = await horizon.trades().forAccount(stage.taker.id).call()
    const [{ id, base_account, counter_account, base_is_seller } = {} as never] = records
    return { id, base: base_account, counter: counter_account, baseIsSeller: base_is_seller }
  }
  const [one, other] = [await sides(), await sides()]
  expect(other).toEqual({ id: one.id, base: one.counter, counter: one.base, baseIsSeller: !one.baseIsSeller })
  // Asked for a pair, both turn it as they were asked.
  const pair = async () => (await horizon.trades().forAssetPair(stage.usd, xlm).call()).records[0]?.base_account
  expect(await pair()).toBe(await pair())
})

test('error: a stream that comes back to another server sees the same trade turned round', async () => {
  await trade(stage.usd, xlm, '2')
  await trade(xlm, stage.usd, '0.5')
  net.faults.inject({ type: 'backends', backends: [{}, { flipsTrades: true }] })
  const follow = async () => {
    await using events = await openEvents(`${net.url}/trades?limit=1`)
    const [, record] = await events.rest()
    const { base_amount, counter_amount } = JSON.parse(record?.data ?? '') as Record<string, string>
    return { id: record?.id, base_amount, counter_amount }
  }
  const [one, other] = [await follow(), await follow()]
  expect(other).toEqual({ id: one.id, base_amount: one.counter_amount, counter_amount: one.base_amount })
  expect(one.base_amount).not.toBe(one.counter_amount)
})

test('property: the same seed sends the same requests to the same servers', async () => {
  const course = async (): Promise<readonly number[]> => {
    await using again = await createDevnet({ ledgerMs: 'manual', seed: 5 })
    again.faults.inject({ type: 'backends', backends: [{}, { lagLedgers: 1 }], choose: 'random' })
    await again.closeLedger()
    const seen: number[] = []
    for (let at = 0; at < 20; at += 1) {
      const root = (await (await fetch(again.url)).json()) as { history_latest_ledger: number }
      seen.push(root.history_latest_ledger)
    }
    return seen
  }
  const first = await course()
  expect(new Set(first)).toEqual(new Set([1, 2]))
  expect(await course()).toEqual(first)
})

test('error: core is ahead of ingestion: a submission is refused for what no GET shows yet', async () => {
  const remove = net.faults.inject({ type: 'ingestionLag', lagLedgers: 3 })
  const before = await horizon.loadAccount(stage.maker.id)
  const transaction = await stage.maker.sign(sell(stage.usd, xlm, { amount: '1', price: '2' }))
  net.submit(transaction.toXDR())
  const { sequence } = await net.closeLedger()
  const root = await horizon.root()
  expect([root.history_latest_ledger, root.core_latest_ledger]).toEqual([sequence - 1, sequence])
  const seen = await horizon.loadAccount(stage.maker.id)
  expect(seen.sequence).toBe(before.sequence)
  expect((await fetch(`${net.url}/transactions/${Buffer.from(transaction.hash()).toString('hex')}`)).status).toBe(404)
  // Whoever builds on what GET shows is refused.
  const body = new URLSearchParams({ tx: transaction.toXDR() })
  const again = await fetch(`${net.url}/transactions_async`, { method: 'POST', body })
  expect(await again.json()).toMatchObject({ tx_status: 'TRY_AGAIN_LATER' })
  remove()
  expect((await horizon.loadAccount(stage.maker.id)).sequence).toBe(transaction.sequence)
})

test('error: ingestion may be late by a time', async () => {
  const start = await latest()
  net.faults.inject({ type: 'ingestionLag', lagMs: 4_000 })
  await clock.advance(1_000)
  await net.closeLedger()
  await clock.advance(3_999)
  expect(await latest()).toBe(start)
  await clock.advance(1)
  expect(await latest()).toBe(start + 1)
})

test('error: a synchronous submission waits for ingestion, and not for core alone', async () => {
  net.faults.inject({ type: 'ingestionLag', lagLedgers: 2 })
  const transaction = await stage.maker.sign(sell(stage.usd, xlm, { amount: '1', price: '2' }))
  let isAnswered = false
  const body = new URLSearchParams({ tx: transaction.toXDR() })
  const asked = fetch(`${net.url}/transactions`, { method: 'POST', body }).then((response) => {
    isAnswered = true
    return response.status
  })
  await expect.poll(() => clock.timerCount, { timeout: 10_000 }).toBe(1)
  await net.closeLedger()
  await net.closeLedger()
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(isAnswered).toBe(false)
  await net.closeLedger()
  expect(await asked).toBe(200)
})

test('behavior: when the plan ends every request sees the last ledger, and streams of the others go on', async () => {
  const remove = net.faults.inject({ type: 'backends', backends: [{ lagLedgers: 5 }] })
  await using events = await openEvents(`${net.url}/ledgers?cursor=now&limit=200`)
  await events.next()
  const start = await latest()
  await net.closeLedger()
  remove()
  expect(await latest()).toBe(start + 1)
  for (let ledger = 0; ledger < 5; ledger += 1) await net.closeLedger()
  expect(Number(BigInt((await events.next())?.id ?? 0) >> 32n)).toBe(start + 1)
})

/** Every kind of answer that is read off the ledger. */
function readable({ maker, taker, usd }: Stage): readonly string[] {
  const asset = `${usd.getCode()}:${usd.getIssuer()}`
  const pair = (base: string, counter: string): string =>
    `${base}_asset_type=credit_alphanum4&${base}_asset_code=${usd.getCode()}&${base}_asset_issuer=${usd.getIssuer()}&${counter}_asset_type=native`
  return [
    ...['ledgers', 'transactions', 'operations', 'payments', 'effects', 'trades'].flatMap((list) => [
      `/${list}?order=desc&limit=200`,
      `/accounts/${maker.id}/${list === 'ledgers' ? 'offers' : list}?limit=200`,
    ]),
    `/accounts/${maker.id}`,
    `/accounts/${taker.id}`,
    `/accounts?asset=${asset}`,
    `/assets?asset_code=${usd.getCode()}`,
    `/offers?seller=${maker.id}`,
    `/order_book?${pair('selling', 'buying')}`,
    `/trades?${pair('base', 'counter')}`,
    `/trade_aggregations?${pair('base', 'counter')}&resolution=60000`,
    `/paths/strict-send?source_asset_type=native&source_amount=1&destination_assets=${asset}`,
    '/liquidity_pools',
    '/claimable_balances',
    '/fee_stats',
  ]
}

const readAll = (): Promise<readonly unknown[]> =>
  Promise.all(
    readable(stage).map(async (path) => {
      const response = await fetch(net.url + path)
      expect([path, response.status]).toEqual([path, 200])
      return { path, ledger: response.headers.get('latest-ledger'), body: await response.text() }
    }),
  )

test('property: a late server answers, byte for byte, what was answered when its ledger was the last', async () => {
  await trade(stage.usd, xlm, '2')
  await trade(xlm, stage.usd, '0.5')
  await trade(stage.usd, xlm, '3')
  const answers = await readAll()
  net.faults.inject({ type: 'ingestionLag', lagLedgers: 3 })
  await trade(stage.usd, xlm, '2')
  await trade(xlm, stage.usd, '0.5')
  await trade(stage.usd, xlm, '4')
  expect(await readAll()).toEqual(answers)
  net.faults.clear()
  expect(await readAll()).not.toEqual(answers)
})

test('property: after a reset nothing is answered that was', async () => {
  await trade(stage.usd, xlm, '2')
  const bare = await (async () => {
    await using fresh = await createDevnet({ ledgerMs: 'manual', clock })
    return await Promise.all(
      readable(stage).map((path) => fetch(fresh.url + path).then(({ status }) => ({ path, status }))),
    )
  })()
  net.faults.inject({ type: 'networkReset' })
  const statuses = readable(stage).map(async (path) => {
    const response = await fetch(net.url + path)
    const body = await response.text()
    expect(body).not.toContain(`"account_id": "${stage.maker.id}"`)
    return { path, status: response.status }
  })
  expect(await Promise.all(statuses)).toEqual(bare)
})

import { createVirtualClock, type VirtualClock } from '@sdex/testkit'
import { type Asset, Horizon, xdr } from '@stellar/stellar-sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../../src/index.ts'
import { openEvents } from '../events.ts'
import { setStage } from '../party.ts'

let net: Devnet
let clock: VirtualClock
let horizon: Horizon.Server

beforeEach(async () => {
  clock = createVirtualClock(1_800_000_000_000)
  net = await createDevnet({ ledgerMs: 1_000, clock, seed: 3 })
  horizon = new Horizon.Server(net.url, { allowHttp: true })
})
afterEach(() => net.close())

const latest = async (): Promise<number> => (await horizon.root()).history_latest_ledger

test('error: ledgers stall, and go on afterwards', async () => {
  await clock.advance(2_000)
  expect(await latest()).toBe(3)
  net.faults.inject({ type: 'stalledLedgers', match: { forMs: 10_000 } })
  await clock.advance(9_500)
  expect(await latest()).toBe(3)
  await clock.advance(1_000)
  expect(await latest()).toBe(4)
})

test('behavior: ledgers hurry while the fault lasts', async () => {
  const remove = net.faults.inject({ type: 'hurriedLedgers', everyMs: 100 })
  await clock.advance(1_000)
  expect(await latest()).toBe(12)
  remove()
  await clock.advance(1_000)
  expect(await latest()).toBe(13)
})

test('error: ledgers close empty, and what waits is still there afterwards', async () => {
  const remove = net.faults.inject({ type: 'emptyLedgers' })
  const accountId = 'GBRPYHIL2CI3FNQ4BXLFMNDLFJUNPU2HY3ZMFSHONUCEOASW7QC7OX2H'
  const funded = net.fund({ accountId })
  expect((await net.closeLedger()).transactions).toEqual([])
  expect((await net.closeLedger()).transactions).toEqual([])
  remove()
  expect((await net.closeLedger()).transactions).toHaveLength(1)
  await funded
})

test('error: a reset network begins anew under the same passphrase, and an open stream does not say so', async () => {
  for (let ledger = 0; ledger < 4; ledger += 1) await net.closeLedger()
  const before = await horizon.ledgers().ledger(1).call()
  const { network_passphrase } = await horizon.root()
  await using events = await openEvents(`${net.url}/ledgers?cursor=now&limit=1`)
  expect(await events.next()).toMatchObject({ event: 'open' })
  net.faults.inject({ type: 'networkReset' })
  expect(net.faults.list()).toEqual([])
  expect(await latest()).toBe(1)
  const after = await horizon.ledgers().ledger(1).call()
  expect((after as unknown as { hash: string }).hash).not.toBe((before as unknown as { hash: string }).hash)
  expect((await horizon.root()).network_passphrase).toBe(network_passphrase)
  // The cursor lies in the future now: silence until the new network has come past it.
  for (let ledger = 2; ledger <= 6; ledger += 1) await net.closeLedger()
  expect(await events.next()).toMatchObject({ id: (6n << 32n).toString() })
})

test('behavior: friendbot and submissions work after a reset', async () => {
  const accountId = 'GBRPYHIL2CI3FNQ4BXLFMNDLFJUNPU2HY3ZMFSHONUCEOASW7QC7OX2H'
  await Promise.all([net.fund({ accountId }), net.closeLedger()])
  expect(net.account(accountId)).toBeDefined()
  net.faults.inject({ type: 'networkReset' })
  expect(net.account(accountId)).toBeUndefined()
  await Promise.all([net.fund({ accountId }), net.closeLedger()])
  expect((await horizon.loadAccount(accountId)).id).toBe(accountId)
})

test('error: an opaque transaction moves balances that its result does not tell', async () => {
  const closing = setInterval(() => void net.closeLedger(), 5)
  const { maker, taker, usd } = await setStage(net, horizon)
  clearInterval(closing)
  const asset = `${usd.getCode()}:${usd.getIssuer()}`
  const transfer = { from: maker.id, to: taker.id, asset, amount: '12.5' }
  net.faults.inject({ type: 'opaqueTransaction', transfers: [transfer] })
  net.faults.inject({ type: 'opaqueTransaction', transfers: [transfer], isFailed: true })
  net.faults.inject({ type: 'opaqueTransaction', transfers: [{ ...transfer, amount: '5000' }] })
  const { transactions } = await net.closeLedger()
  expect(transactions.map(({ isSuccessful }) => isSuccessful)).toEqual([true, false, false])
  expect(await usdOf(maker.id, usd)).toBe('987.5000000')
  expect(await usdOf(taker.id, usd)).toBe('12.5000000')

  const page = await horizon.transactions().order('desc').limit(3).includeFailed(true).call()
  const [row] = page.records.filter(({ successful }) => successful)
  if (row === undefined) throw new Error('no transaction')
  const envelope = xdr.TransactionEnvelope.schema.decode(Buffer.from(row.envelope_xdr, 'base64'))
  const ext = envelope.type === 2 ? envelope.v1.tx.ext : undefined
  const written = ext?.v === 1 ? ext.sorobanData.resources.footprint.readWrite : []
  expect(written.map(({ type }) => type)).toEqual([1, 1]) // trustlines
  const { result } = xdr.TransactionResult.schema.decode(Buffer.from(row.result_xdr, 'base64'))
  expect(result).toMatchObject({ code: 0, results: [{ tr: { type: 24, invokeHostFunctionResult: { code: 0 } } }] })
  expect(row.operation_count).toBe(1)
  const operations = await horizon.operations().forTransaction(row.hash).call()
  const call = { type: 'invoke_host_function', function: 'HostFunctionTypeHostFunctionTypeInvokeContract' }
  const parameters = [{ type: 'Address' }, { type: 'Sym', value: xdr.ScVal.scvSymbol('rebalance').toXDR('base64') }]
  expect(operations.records).toMatchObject([{ ...call, parameters, transaction_successful: true }])
  expect((await horizon.effects().forTransaction(row.hash).call()).records).toEqual([])
})

const usdOf = async (id: string, usd: Asset): Promise<string | undefined> => {
  const { balances } = await horizon.loadAccount(id)
  return balances.find((line) => 'asset_code' in line && line.asset_code === usd.getCode())?.balance
}

test('property: an opaque transaction that the seed chooses keeps every asset whole', async () => {
  const closing = setInterval(() => void net.closeLedger(), 5)
  const { maker, taker, usd } = await setStage(net, horizon)
  clearInterval(closing)
  net.faults.inject({ type: 'opaqueTransaction', match: { times: 5 } })
  const moved: boolean[] = []
  for (let ledger = 0; ledger < 5; ledger += 1) {
    const before = await usdOf(maker.id, usd)
    const { transactions } = await net.closeLedger()
    expect(transactions).toMatchObject([{ isSuccessful: true }])
    const [left, right] = [await usdOf(maker.id, usd), await usdOf(taker.id, usd)]
    moved.push(left !== before)
    expect(Number(left) + Number(right)).toBeCloseTo(1_000, 6)
  }
  expect(moved).toEqual([true, true, true, true, true])
  expect((await net.closeLedger()).transactions).toEqual([])
})

import { createVirtualClock, type VirtualClock } from '@sdex/testkit'
import { Asset, Horizon, type Transaction } from '@stellar/stellar-sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../../src/index.ts'
import { createParty, type Party, sell } from '../party.ts'

let net: Devnet
let clock: VirtualClock
let party: Party
/** A loaded machine takes its time. */
const patient = { timeout: 10_000 }

beforeEach(async () => {
  clock = createVirtualClock(1_800_000_000_000)
  net = await createDevnet({ ledgerMs: 'manual', clock })
  party = createParty(net, new Horizon.Server(net.url, { allowHttp: true }), 'unlucky')
  await Promise.all([net.fund({ accountId: party.id }), net.closeLedger()])
})
afterEach(() => net.close())

const signOffer = (): Promise<Transaction> =>
  party.sign(sell(Asset.native(), new Asset('USD', party.id), { amount: '1', price: '2' }))

const hashOf = (transaction: Transaction): string => Buffer.from(transaction.hash()).toString('hex')

function post(transaction: Transaction, path = '/transactions'): Promise<Response> {
  return fetch(net.url + path, { method: 'POST', body: new URLSearchParams({ tx: transaction.toXDR() }) })
}

const statusOf = async (transaction: Transaction): Promise<number> => {
  const response = await fetch(`${net.url}/transactions/${hashOf(transaction)}`)
  await response.body?.cancel()
  return response.status
}

test('error: a submission that is told 504 is in the next ledger all the same', async () => {
  net.faults.inject({ type: 'submissionTimeout', outcome: 'applied', match: { times: 1 } })
  const transaction = await signOffer()
  const response = await post(transaction)
  expect(response.status).toBe(504)
  expect(await response.json()).toMatchObject({
    type: 'https://stellar.org/horizon-errors/transaction_submission_timeout',
    extras: { hash: hashOf(transaction) },
  })
  expect(await statusOf(transaction)).toBe(404)
  await net.closeLedger()
  expect(await statusOf(transaction)).toBe(200)
})

test('error: one that is told 504 may come some ledgers later', async () => {
  net.faults.inject({ type: 'submissionTimeout', outcome: 'applied', delayLedgers: 2 })
  const transaction = await signOffer()
  expect((await post(transaction, '/transactions_async')).status).toBe(504)
  for (const expected of [404, 404, 200]) {
    await net.closeLedger()
    expect(await statusOf(transaction)).toBe(expected)
  }
})

test('error: one that is told 504 may never come', async () => {
  net.faults.inject({ type: 'submissionTimeout', outcome: 'lost', match: { times: 1 } })
  const transaction = await signOffer()
  expect((await post(transaction)).status).toBe(504)
  for (let ledger = 0; ledger < 6; ledger += 1) await net.closeLedger()
  expect(await statusOf(transaction)).toBe(404)
  expect(net.submit(transaction.toXDR()).status).toBe('PENDING') // the same bytes are still good
  await net.closeLedger()
  expect(await statusOf(transaction)).toBe(200)
})

test('error: an accepted transaction is dropped, then banned, and its sequence number is still unused', async () => {
  net.faults.inject({ type: 'submissionDropped', match: { times: 1 } })
  const transaction = await signOffer()
  const response = await post(transaction, '/transactions_async')
  expect(response.status).toBe(201)
  expect(await response.json()).toMatchObject({ tx_status: 'PENDING' })
  expect((await post(transaction, '/transactions_async')).status).toBe(409)
  for (let ledger = 0; ledger < 5; ledger += 1) await net.closeLedger()
  expect(await statusOf(transaction)).toBe(404)
  expect((await post(transaction, '/transactions_async')).status).toBe(503)
  const next = await signOffer()
  expect(next.sequence).toBe(transaction.sequence)
})

test('error: the synchronous route waits for a dropped transaction until time is out', async () => {
  net.faults.inject({ type: 'submissionDropped' })
  const asked = post(await signOffer())
  await expect.poll(() => clock.timerCount, patient).toBe(1)
  await net.closeLedger()
  await clock.advance(30_000)
  expect((await asked).status).toBe(504)
})

test('error: an answer to a submission that was applied is lost with its connection', async () => {
  net.faults.inject({ type: 'reset', at: 'beforeHeaders', match: { method: 'POST', path: '/transactions_async' } })
  const transaction = await signOffer()
  await expect(post(transaction, '/transactions_async')).rejects.toThrow()
  await net.closeLedger()
  expect(await statusOf(transaction)).toBe(200)
})

test('behavior: reading requests and other posts are no submissions', async () => {
  net.faults.inject({ type: 'submissionDropped' })
  expect((await fetch(`${net.url}/transactions`)).status).toBe(200)
  expect(net.faults.list()).toMatchObject([{ hits: 0 }])
})

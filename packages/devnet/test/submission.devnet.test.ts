import { Asset, Horizon, type Transaction, type xdr } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../src/index.ts'
import { createParty, type Party, sell } from './party.ts'

let net: Devnet
let maker: Party

beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 'manual' })
  maker = createParty(net, new Horizon.Server(net.url, { allowHttp: true }), 'maker')
  await Promise.all([net.fund({ accountId: maker.id }), net.closeLedger()])
})
afterAll(() => net.close())

type Answer = { readonly status: number; readonly type: string | null; readonly body: Record<string, unknown> }

const post = async (path: string, transaction: Transaction): Promise<Answer> => {
  const response = await fetch(`${net.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams({ tx: transaction.toXDR() }),
  })
  const body = (await response.json()) as Record<string, unknown>
  return { status: response.status, type: response.headers.get('content-type'), body }
}
const HAL = 'application/hal+json; charset=utf-8'
const hashOf = (transaction: Transaction): string => Buffer.from(transaction.hash()).toString('hex')
const offer = (price: string): xdr.Operation => sell(Asset.native(), new Asset('USD', maker.id), { amount: '1', price })

test('behavior: the asynchronous route has a status of its own for each word of the queue', async () => {
  const first = await maker.sign(offer('1'))
  const other = await maker.sign(offer('2'))
  const unsigned = await maker.sign(offer('3'))
  expect(await post('/transactions_async', first)).toEqual({
    status: 201,
    type: HAL,
    body: { tx_status: 'PENDING', hash: hashOf(first) },
  })
  expect(await post('/transactions_async', first)).toMatchObject({
    status: 409,
    type: HAL,
    body: { tx_status: 'DUPLICATE' },
  })
  expect(await post('/transactions_async', other)).toMatchObject({
    status: 503,
    type: HAL,
    body: { tx_status: 'TRY_AGAIN_LATER' },
  })
  await net.closeLedger()
  unsigned.signatures.length = 0
  const refused = await post('/transactions_async', unsigned)
  expect(refused).toMatchObject({ status: 400, type: HAL })
  expect(Object.keys(refused.body)).toEqual(['error_result_xdr', 'tx_status', 'hash'])
})

test('behavior: the synchronous route waits for the ledger, for the same bytes twice, and finds them later', async () => {
  const transaction = await maker.sign(offer('4'))
  const both = [post('/transactions', transaction), post('/transactions', transaction)]
  const isQueued = async (): Promise<number> => (await post('/transactions_async', transaction)).status
  await expect.poll(isQueued, { timeout: 10_000 }).toBe(409)
  await net.closeLedger()
  const [one, two] = await Promise.all(both)
  expect(one).toMatchObject({ status: 200, body: { hash: hashOf(transaction), successful: true } })
  expect(two).toEqual(one)
  expect(await post('/transactions', transaction)).toEqual(one)
})

test('error: a refusal names its codes, echoes what was sent and keeps the hash to itself', async () => {
  const transaction = await maker.sign(offer('5'))
  transaction.signatures.length = 0
  const { status, type, body } = await post('/transactions', transaction)
  expect({ status, type }).toEqual({ status: 400, type: 'application/problem+json; charset=utf-8' })
  expect(body['extras']).toEqual({
    envelope_xdr: transaction.toXDR(),
    result_codes: { transaction: 'tx_bad_auth' },
    result_xdr: 'AAAAAAAAAGT////6AAAAAA==',
  })
})

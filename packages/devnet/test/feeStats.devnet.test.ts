import { Account, Asset, Operation, type Transaction, TransactionBuilder } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet, type Devnet, devnetKey } from '../src/index.ts'

let net: Devnet
const key = (name: string): ReturnType<typeof devnetKey> => devnetKey('fees', name)

beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 'manual' })
  const funded = ['a', 'b', 'c', 'payer'].map((name) => net.fund({ accountId: key(name).publicKey() }))
  await net.closeLedger()
  await Promise.all(funded)
})
afterAll(() => net.close())

const closeSome = async (count: number): Promise<void> => {
  for (let at = 0; at < count; at += 1) await net.closeLedger()
}
const stats = async (): Promise<Record<string, unknown>> => {
  const response = await fetch(`${net.url}/fee_stats`)
  return (await response.json()) as Record<string, unknown>
}
/** Bids a fee per operation for so many payments to oneself. */
const bid = (name: string, fee: number, operations: number): Transaction => {
  const id = key(name).publicKey()
  const source = new Account(id, (net.account(id)?.sequence ?? 0n).toString())
  const builder = new TransactionBuilder(source, { fee: fee.toString(), networkPassphrase: net.passphrase })
  const pay = Operation.payment({ destination: id, asset: Asset.native(), amount: '1' })
  for (let at = 0; at < operations; at += 1) builder.addOperation(pay)
  const transaction = builder.setTimeout(0).build()
  transaction.sign(key(name))
  return transaction
}

test('behavior: without a transaction in five ledgers every fee is the base fee', async () => {
  await closeSome(5)
  const { fee_charged, max_fee, ledger_capacity_usage } = await stats()
  expect(ledger_capacity_usage).toBe('0')
  for (const fees of [fee_charged, max_fee]) expect(new Set(Object.values(fees as object))).toEqual(new Set(['100']))
})

test('behavior: fees are per operation, of which a fee bump has one more', async () => {
  net.submit(bid('a', 150, 2).toXDR())
  net.submit(bid('b', 1_000, 1).toXDR())
  const inner = bid('c', 100, 2)
  const bump = TransactionBuilder.buildFeeBumpTransaction(key('payer'), '400', inner, net.passphrase)
  bump.sign(key('payer'))
  net.submit(bump.toXDR())
  await net.closeLedger()
  const { fee_charged, max_fee, ledger_capacity_usage } = await stats()
  expect(bump.fee).toBe('1200') // three times 400
  expect(max_fee).toMatchObject({
    max: '1000',
    min: '150',
    mode: '150',
    p10: '150',
    p50: '400',
    p70: '1000',
    p99: '1000',
  })
  expect(fee_charged).toMatchObject({ max: '100', min: '100', mode: '100', p50: '100' })
  expect(ledger_capacity_usage).toBe('0') // 5 operations of 5,000
  await closeSome(4)
  expect((await stats())['max_fee']).toMatchObject({ max: '1000' })
  await closeSome(1)
  expect((await stats())['max_fee']).toMatchObject({ max: '100' }) // five ledgers ago is out of the window
})

import { systemClock } from '@sdex/primitives'
import {
  Account,
  Asset,
  Horizon,
  Memo,
  MuxedAccount,
  Operation,
  type Transaction,
  TransactionBuilder,
  xdr,
} from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../src/index.ts'
import { type Stage, setStage } from './party.ts'
import { recording, shapeOf } from './recording.ts'

let net: Devnet
let horizon: Horizon.Server
let stage: Stage
/** How far the network's clock is ahead, in ms. */
let ahead = 0

beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 50, clock: { ...systemClock, now: () => systemClock.now() + ahead } })
  horizon = new Horizon.Server(net.url, { allowHttp: true })
  stage = await setStage(net, horizon)
})
afterAll(() => net.close())

type Body = { readonly [key: string]: unknown }
const get = async (path: string): Promise<Body> => {
  const response = await fetch(`${net.url}${path}`)
  expect(response.status, path).toBe(200)
  return (await response.json()) as Body
}
const hashOf = (transaction: { hash(): Uint8Array }): string => Buffer.from(transaction.hash()).toString('hex')
const keys = (value: unknown): string => Object.keys(value as object).join(' ')

type Build = (builder: TransactionBuilder) => TransactionBuilder

/** A transaction of the maker's that pays a lumen, signed. */
function makerTransaction(build: Build = (builder) => builder.setTimeout(0), fee = '100'): Transaction {
  const { maker, taker } = stage
  const source = new Account(maker.id, (net.account(maker.id)?.sequence ?? 0n).toString())
  const builder = new TransactionBuilder(source, { fee, networkPassphrase: net.passphrase })
  builder.addOperation(Operation.payment({ destination: taker.id, asset: Asset.native(), amount: '1' }))
  const transaction = build(builder).build()
  transaction.sign(maker.keypair)
  return transaction
}
const submit = async (transaction: Transaction): Promise<Body> => {
  const { hash } = await horizon.submitTransaction(transaction)
  return get(`/transactions/${hash}`)
}

test('behavior: a fee bump answers to both of its hashes, each time by the name it was asked for', async () => {
  const { maker, taker } = stage
  const inner = makerTransaction()
  const bump = TransactionBuilder.buildFeeBumpTransaction(taker.keypair, '400', inner, net.passphrase)
  bump.sign(taker.keypair)
  await horizon.submitTransaction(bump)
  const [outerHash, innerHash] = [bump, inner].map((each) => hashOf(each))
  const byOuter = await get(`/transactions/${outerHash}`)
  const signature = (of: { readonly signatures: readonly xdr.DecoratedSignature[] }): string =>
    Buffer.from(of.signatures[0]?.signature.toBytes() ?? []).toString('base64')
  expect(byOuter).toMatchObject({
    id: outerHash,
    hash: outerHash,
    source_account: maker.id,
    source_account_sequence: inner.sequence,
    fee_account: taker.id,
    fee_charged: '200',
    max_fee: '800',
    operation_count: 1,
    signatures: [signature(bump)],
    fee_bump_transaction: { hash: outerHash, signatures: [signature(bump)] },
    inner_transaction: { hash: innerHash, signatures: [signature(inner)], max_fee: '100' },
  })
  expect(keys(byOuter)).toMatch(/ memo_type signatures preconditions fee_bump_transaction inner_transaction$/)
  const byInner = await get(`/transactions/${innerHash}`)
  expect(byInner).toEqual({
    ...byOuter,
    ...{ id: innerHash, hash: innerHash, signatures: [signature(inner)] },
    _links: JSON.parse(JSON.stringify(byOuter['_links']).replaceAll(String(outerHash), String(innerHash))),
  })
  for (const party of [maker, taker]) {
    const { records } = await horizon.transactions().forAccount(party.id).order('desc').limit(1).call()
    expect(records[0]?.hash).toBe(outerHash)
  }
  const recorded = recording('transaction_fee_bump.json') as Body | undefined
  if (recorded === undefined) return
  const { result_meta_xdr: _, valid_after: __, valid_before: ___, ...shown } = recorded
  const [ours, theirs] = [byOuter, shown].map((body) =>
    (shapeOf(body) as [string, unknown][]).filter(([key]) => !OPTIONAL.test(key)),
  )
  expect(ours).toEqual(theirs)
})

/** What depends on the transaction. */
const OPTIONAL = /^(memo|memo_bytes|preconditions)$/

test('behavior: a plain transaction has the recorded keys', async () => {
  const body = await submit(makerTransaction())
  const recorded = recording('transaction.json') as Body | undefined
  if (recorded === undefined) return
  const { result_meta_xdr: _, valid_after: __, valid_before: ___, ...shown } = recorded
  const [ours, theirs] = [body, shown].map((each) =>
    (shapeOf(each) as [string, unknown][]).filter(([key]) => !OPTIONAL.test(key)),
  )
  expect(ours).toEqual(theirs)
})

test.each([
  ['none', Memo.none(), {}],
  ['text', Memo.text(''), { memo: '', memo_bytes: '' }],
  ['text', Memo.text('zwölf'), { memo: 'zwölf', memo_bytes: 'enfDtmxm' }],
  ['text', Memo.text(Buffer.from([0x61, 0x00, 0xe2, 0x82, 0x62])), { memo: 'a\ufffd\ufffdb', memo_bytes: 'YQDigmI=' }],
  ['id', Memo.id('18446744073709551615'), { memo: '18446744073709551615' }],
  ['hash', Memo.hash(Buffer.alloc(32, 7)), { memo: Buffer.alloc(32, 7).toString('base64') }],
  ['return', Memo.return(Buffer.alloc(32, 9)), { memo: Buffer.alloc(32, 9).toString('base64') }],
])('behavior: a memo of type %s', async (type, memo, shown) => {
  const body = await submit(makerTransaction((builder) => builder.addMemo(memo).setTimeout(0)))
  expect(body['memo_type']).toBe(type)
  expect({
    ...('memo' in body && { memo: body['memo'] }),
    ...('memo_bytes' in body && { memo_bytes: body['memo_bytes'] }),
  }).toEqual(shown)
  expect(keys(body)).toMatch(type === 'none' ? /^_links / : /^memo .*_links /)
})

test('behavior: every precondition that is set is shown, and zeros are not', async () => {
  const { taker, maker } = stage
  const all = makerTransaction((builder) =>
    builder
      .setTimebounds(1, 4_000_000_000)
      .setLedgerbounds(1, 4_000_000)
      .setMinAccountSequence('1')
      .setMinAccountSequenceAge(0n)
      .setMinAccountSequenceLedgerGap(0)
      .setExtraSigners([taker.id]),
  )
  all.sign(taker.keypair)
  const body = await submit(all)
  expect(body['preconditions']).toEqual({
    timebounds: { min_time: '1', max_time: '4000000000' },
    ledgerbounds: { min_ledger: 1, max_ledger: 4_000_000 },
    min_account_sequence: '1',
    extra_signers: [taker.id],
  })
  expect(keys(body['preconditions'])).toBe('timebounds ledgerbounds min_account_sequence extra_signers')
  expect(body['source_account']).toBe(maker.id)
})

test('behavior: an age and a gap, and no end of time', async () => {
  ahead += 5_000
  await new Promise<void>((resolve) => {
    const end = net.onLedgerClosed(() => {
      end()
      resolve()
    })
  })
  const body = await submit(
    makerTransaction((builder) =>
      builder.setTimebounds(0, 0).setLedgerbounds(0, 0).setMinAccountSequenceAge(1n).setMinAccountSequenceLedgerGap(1),
    ),
  )
  expect(body['preconditions']).toEqual({
    timebounds: { min_time: '0' },
    ledgerbounds: { min_ledger: 0 },
    min_account_sequence_age: '1',
    min_account_sequence_ledger_gap: 1,
  })
})

test.each([
  ['7', '7'],
  ['0', undefined], // Go leaves a zero out
])('behavior: muxed accounts of id %s are shown beside the accounts in them', async (id, shown) => {
  const { maker, taker } = stage
  const [muxed, payer] = [maker, taker].map((party) => new MuxedAccount(new Account(party.id, '0'), id).accountId())
  const source = new MuxedAccount(new Account(maker.id, (net.account(maker.id)?.sequence ?? 0n).toString()), id)
  const inner = new TransactionBuilder(source, { fee: '100', networkPassphrase: net.passphrase })
    .addOperation(Operation.bumpSequence({ bumpTo: '0' }))
    .setTimeout(0)
    .build()
  inner.sign(maker.keypair)
  const bump = TransactionBuilder.buildFeeBumpTransaction(payer ?? '', '400', inner, net.passphrase)
  bump.sign(taker.keypair)
  await horizon.submitTransaction(bump)
  const body = await get(`/transactions/${hashOf(bump)}`)
  expect(body).toMatchObject({
    source_account: maker.id,
    account_muxed: muxed,
    fee_account: taker.id,
    fee_account_muxed: payer,
  })
  expect([body['account_muxed_id'], body['fee_account_muxed_id']]).toEqual([shown, shown])
  const plain = new TransactionBuilder(
    new MuxedAccount(new Account(maker.id, (net.account(maker.id)?.sequence ?? 0n).toString()), id),
    { fee: '100', networkPassphrase: net.passphrase },
  )
    .addOperation(Operation.bumpSequence({ bumpTo: '0' }))
    .setTimeout(0)
    .build()
  plain.sign(maker.keypair)
  expect(await submit(plain)).toMatchObject({ fee_account: maker.id, account_muxed: muxed, fee_account_muxed: muxed })
})

test('behavior: transactions page to the end, and a failed fee bump is found by either hash', async () => {
  const { maker, taker } = stage
  const source = new Account(maker.id, (net.account(maker.id)?.sequence ?? 0n).toString())
  const inner = new TransactionBuilder(source, { fee: '100', networkPassphrase: net.passphrase })
    .addOperation(Operation.payment({ destination: taker.id, asset: Asset.native(), amount: '900000' }))
    .setTimeout(0)
    .build()
  inner.sign(maker.keypair)
  const bump = TransactionBuilder.buildFeeBumpTransaction(taker.keypair, '400', inner, net.passphrase)
  bump.sign(taker.keypair)
  await expect(horizon.submitTransaction(bump)).rejects.toThrow()
  for (const each of [bump, inner]) {
    expect(await get(`/transactions/${hashOf(each)}`)).toMatchObject({ successful: false })
  }
  const hashes: string[] = []
  let page = await horizon.transactions().includeFailed(true).limit(3).call()
  while (page.records.length > 0) {
    hashes.push(...page.records.map(({ hash }) => hash))
    page = await page.next()
  }
  expect(hashes.at(-1)).toBe(hashOf(bump))
  expect(new Set(hashes).size).toBe(hashes.length)
})

test('behavior: what a transaction changed is shown where that is asked for', async () => {
  expect(await submit(makerTransaction())).not.toHaveProperty('result_meta_xdr')
  await using keeping = await createDevnet({ ledgerMs: 50, resultMeta: true })
  const { hash } = await keeping.fund({ accountId: stage.maker.id })
  const response = await fetch(`${keeping.url}/transactions/${hash}`)
  const body = (await response.json()) as Body
  expect(keys(body)).toContain(' result_xdr result_meta_xdr fee_meta_xdr ')
  const meta = xdr.TransactionMeta.schema.decode(Buffer.from(String(body['result_meta_xdr']), 'base64'))
  expect(meta.v === 4 ? meta.v4.operations[0]?.changes.some(({ type }) => type === 0) : undefined).toBe(true)
})

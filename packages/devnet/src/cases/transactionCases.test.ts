import { Buffer } from 'node:buffer'
import { Asset, Operation, TransactionBuilder, xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { createHandLedger, type HandLedger, readResult } from '../../test/handLedger.ts'
import { createStage, operationsOf } from '../../test/stage.ts'
import { addBalance, addSellingLiabilities } from '../ledger/holdings.ts'

const NOW = { lowerMargin: 0, upperMargin: 0 }
const RESERVE = 5_000_000n

function hand(): HandLedger {
  const made = createHandLedger()
  made.fund('alice', 'bob')
  return made
}

const pay = ({ id }: HandLedger, to: string, amount = '1', source?: string): ReturnType<typeof Operation.payment> =>
  Operation.payment({
    destination: id(to),
    asset: Asset.native(),
    amount,
    ...(source === undefined ? {} : { source: id(source) }),
  })

function encode(envelope: xdr.TransactionEnvelopeWire): string {
  return Buffer.from(xdr.TransactionEnvelope.schema.encode(envelope)).toString('base64')
}

test('CASE 113: liabilities stay within the balance', () => {
  const stage = createStage()
  stage.account('a')
  stage.line('a', 'W', { balance: 2n, sellingLiabilities: 1n })
  const holder = { accountId: stage.id('a'), asset: stage.asset('W') }
  expect(addSellingLiabilities(stage.state, holder, 2n)).toBe(false)
  expect(addSellingLiabilities(stage.state, holder, 1n)).toBe(true)
})

test('CASE 114: an account below its reserve may receive, not spend', () => {
  const stage = createStage()
  stage.account('a', { balance: RESERVE })
  const holder = { accountId: stage.id('a'), asset: 'native' }
  expect(addBalance(stage.state, holder, 1n)).toBe(true)
  expect(addBalance(stage.state, holder, -1n)).toBe(false)
})

test('CASE 115: what follows a failed operation runs too, and nothing of it stays', () => {
  const stage = createStage()
  for (const name of ['a', 'b']) stage.account(name)
  const { pay: to } = operationsOf(stage)
  const before = stage.state.account(stage.id('a'))
  const done = stage.run('a', to('b', 'XLM', 10n ** 17n), to('b', 'XLM', 10n))
  expect(done.codes).toEqual(['underfunded', 'success'])
  expect(done.transaction).toBe('failed')
  const after = stage.state.account(stage.id('a'))
  expect((before?.balance ?? 0n) - (after?.balance ?? 0n)).toBe(200n)
  expect(after?.sequence).toBe((before?.sequence ?? 0n) + 1n)
  expect(stage.state.account(stage.id('b'))?.balance).toBe(before?.balance)
})

test('CASE 116: a valid signature that nothing needs is one too many', () => {
  const ledger = hand()
  const transaction = ledger.sign('alice', [pay(ledger, 'bob')], { signers: ['alice', 'bob'] })
  expect(readResult(ledger.ledger.check(transaction, NOW)).result.code).toBe(-10)
})

test('CASE 117: thresholds of 0 still need a signature', () => {
  const ledger = hand()
  expect(
    readResult(ledger.ledger.check(ledger.sign('alice', [pay(ledger, 'bob')], { signers: [] }), NOW)).result.code,
  ).toBe(-6)
})

test('CASE 118: a fee bump bids at least what its inner transaction does, an operation', () => {
  const ledger = hand()
  const inner = ledger.build('alice', [pay(ledger, 'bob')])
  const priced = TransactionBuilder.cloneFrom(inner, { fee: '200', networkPassphrase: ledger.passphrase }).build()
  priced.sign(ledger.key('alice'))
  const refusal = (bid: string): ReturnType<typeof readResult> | undefined => {
    const bump = TransactionBuilder.buildFeeBumpTransaction(ledger.key('bob'), '200', priced, ledger.passphrase)
    const wire = bump.toEnvelope().toXdrObject()
    if (wire.type !== 5) throw new Error('no fee bump')
    const bid64 = BigInt(bid)
    const rebid = TransactionBuilder.fromXDR(
      encode({ ...wire, feeBump: { ...wire.feeBump, signatures: [], tx: { ...wire.feeBump.tx, fee: bid64 } } }),
      ledger.passphrase,
    )
    rebid.sign(ledger.key('bob'))
    const result = ledger.ledger.check(ledger.decode(rebid.toXDR()), NOW)
    return result === undefined ? undefined : readResult(result)
  }
  expect(refusal('399')).toMatchObject({ feeCharged: 400n, result: { code: -9 } })
  expect(refusal('400')).toBeUndefined()
})

test('CASE 119: an account that merged away runs no further operation', () => {
  const ledger = hand()
  ledger.close() // the next ledger than that of its creation
  const balance = ledger.ledger.state.account(ledger.id('alice'))?.balance ?? 0n
  const merge = Operation.accountMerge({ destination: ledger.id('root') })
  const [done] = ledger.close(
    ledger.sign('alice', [pay(ledger, 'bob', '0.0001'), merge, pay(ledger, 'bob')]),
  ).transactions
  const { result } = readResult(done?.resultXdr)
  expect(result).toMatchObject({
    code: -1,
    results: [
      { tr: { paymentResult: { code: 0 } } },
      { tr: { accountMergeResult: { code: 0, sourceAccountBalance: balance - 300n - 1000n } } },
      { code: -2 },
    ],
  })
})

test('CASE 120: weights are looked at once, before the operations', () => {
  const ledger = hand()
  const raise = Operation.setOptions({ lowThreshold: 5, medThreshold: 5, highThreshold: 5 })
  const [done] = ledger.close(ledger.sign('alice', [pay(ledger, 'bob'), raise, pay(ledger, 'bob')])).transactions
  expect(done?.isSuccessful).toBe(true)
  expect(readResult(ledger.ledger.check(ledger.sign('alice', [pay(ledger, 'bob')]), NOW)).result.code).toBe(-6)
})

test('CASE 121: what offers hold back pays no fee', () => {
  const stage = createStage()
  for (const name of ['issuer', 'a']) stage.account(name)
  stage.line('a', 'W')
  stage.rest('a', { sells: 'XLM', buys: 'W', amount: 1000n, price: [1, 1] })
  const account = stage.state.account(stage.id('a'))
  if (account === undefined) throw new Error('a')
  stage.state.put({ ...account, balance: 4n * RESERVE + 1000n })
  // Applied all the same, it fails before its operations, and the fee is gone.
  const done = stage.run('a', operationsOf(stage).pay('issuer', 'XLM', 1n))
  expect(done.transaction).toBe('insufficient_balance')
  expect(stage.balance('a', 'XLM')).toBe(4n * RESERVE + 900n)
})

test('CASE 122: a bad sequence number comes before signatures, the balance after them and before one too many', () => {
  const ledger = hand()
  const unsigned = ledger.sign('alice', [pay(ledger, 'bob')], { signers: [], sequence: 5n })
  expect(readResult(ledger.ledger.check(unsigned, NOW)).result.code).toBe(-5)
  ledger.close(ledger.sign('alice', [pay(ledger, 'bob', '998.99999')]))
  const poor = ledger.sign('alice', [pay(ledger, 'bob')], { signers: ['alice', 'bob'] })
  expect(readResult(ledger.ledger.check(poor, NOW)).result.code).toBe(-7)
})

test('CASE 123: shares worth nothing of one asset give one claimable balance', () => {
  const stage = createStage()
  const { receive, allow } = operationsOf(stage)
  stage.account('issuer', { flags: 2 })
  for (const name of ['a', 'b', 'payer']) {
    stage.account(name)
    for (const code of ['A', 'B']) stage.line(name, code, { balance: 1_000_000n })
  }
  const poolId = stage.pool('A', 'B', [400n, 100n, 200n])
  for (const name of ['a', 'b']) stage.share(name, poolId, 100n)
  expect(stage.run('payer', receive('payer', 'A', 1_000_000n, 'B', 99n)).claims).toEqual([['pool', 99n, 39_720n]])
  expect(stage.poolState(poolId)).toEqual([40_120n, 1n, 200n])
  expect(stage.run('issuer', allow('a', 'B', 0)).code).toBe('success')
  expect(stage.poolState(poolId)).toEqual([20_060n, 1n, 100n])
  const balances = [...stage.state.allClaimableBalances()]
  expect(balances).toMatchObject([
    { asset: stage.asset('A'), amount: 20_060n, claimants: [{ accountId: stage.id('a') }] },
  ])
})

test("CASE 124: an offer that is taken frees its sponsor's reserve before the payment is debited", () => {
  const stage = createStage()
  const { sell, receive, pay: payment, begin, end } = operationsOf(stage)
  for (const name of ['issuer', 'mm', 'payor', 'friend']) stage.account(name)
  for (const name of ['mm', 'friend']) stage.line(name, 'USD', { balance: 10_000n })
  const offer = { source: 'mm', body: sell('USD', 'XLM', 10_000n, [1, 1]) }
  expect(stage.run('payor', begin('mm'), offer, { source: 'mm', body: end() }).transaction).toBe('success')
  const payor = stage.state.account(stage.id('payor'))
  if (payor === undefined) throw new Error('payor')
  // Its own two reserves, the offer's, and the fees of both payments: nothing to spare until the offer is gone.
  stage.state.put({ ...payor, balance: 3n * RESERVE + 200n })
  expect(stage.run('payor', payment('friend', 'XLM', 10_000n)).code).toBe('underfunded')
  expect(stage.run('payor', receive('friend', 'XLM', 10_000n, 'USD', 10_000n)).code).toBe('success')
})

import { Asset, Memo, Operation, TransactionBuilder, xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { createHandLedger, type HandLedger, readResult, START } from '../../test/handLedger.ts'
import { sha256 } from '../ledger/hashing.ts'
import type { SignedTransaction } from './signedTransaction.ts'

const NOW = { lowerMargin: 0, upperMargin: 0 }
const xlm = Asset.native()

/** A ledger with three accounts of 1,000 lumens. */
function threeAccounts(): HandLedger {
  const hand = createHandLedger()
  hand.fund('alice', 'bob', 'carol')
  return hand
}
const pay = (hand: HandLedger, to: string, amount = '1'): xdr.Operation =>
  Operation.payment({ destination: hand.id(to), asset: xlm, amount })
/** The code that the queue refuses a transaction with; undefined when it does not. */
const refusal = ({ ledger }: HandLedger, transaction: SignedTransaction, margins = NOW): number | undefined => {
  const resultXdr = ledger.check(transaction, margins)
  return resultXdr === undefined ? undefined : readResult(resultXdr).result.code
}
const balance = (hand: HandLedger, name: string): bigint => hand.ledger.state.account(hand.id(name))?.balance ?? 0n

test('behavior: the first ledger holds the root account with all lumens', () => {
  const hand = createHandLedger()
  expect(hand.ledger.header).toMatchObject({ ledgerSequence: 1, closeTime: START, ledgerVersion: 28, feePool: 0n })
  expect(balance(hand, 'root')).toBe(10n ** 18n)
})

test('behavior: a payment moves lumens, costs the base fee and uses the sequence number', () => {
  const hand = threeAccounts()
  const { transactions, header } = hand.close(hand.sign('alice', [pay(hand, 'bob')], { fee: 5_000 }))
  expect(transactions.map(({ isSuccessful, feeCharged }) => ({ isSuccessful, feeCharged }))).toEqual([
    { isSuccessful: true, feeCharged: 100n },
  ])
  expect(balance(hand, 'alice')).toBe(999_0000000n - 100n)
  expect(balance(hand, 'bob')).toBe(1_001_0000000n)
  expect(header.feePool).toBe(400n) // the three accounts were created for 300
  const { sequence, sequenceLedger, sequenceTime } = hand.ledger.state.account(hand.id('alice')) ?? {}
  expect({ sequence, sequenceLedger, sequenceTime }).toEqual({
    sequence: (2n << 32n) + 1n,
    sequenceLedger: 3,
    sequenceTime: START + 10,
  })
})

test('behavior: a surge price is charged up to the bid', () => {
  const hand = threeAccounts()
  const rich = hand.sign('alice', [pay(hand, 'bob'), pay(hand, 'carol')], { fee: 5_000 })
  const poor = hand.sign('bob', [pay(hand, 'carol')], { fee: 250 })
  const closed = hand.ledger.close({ transactions: [rich, poor], closeTime: START + 20, baseFee: 300n })
  const charged = closed.transactions.map(({ transaction, feeCharged }) => [transaction.hash, feeCharged])
  expect(new Map(charged as [string, bigint][])).toEqual(
    new Map([
      [rich.hash, 600n],
      [poor.hash, 250n],
    ]),
  )
})

test('behavior: a failed transaction keeps its fee and its sequence number, and nothing else', () => {
  const hand = threeAccounts()
  const before = balance(hand, 'alice')
  const { transactions } = hand.close(hand.sign('alice', [pay(hand, 'bob', '7'), pay(hand, 'carol', '5000')]))
  const [failed] = transactions
  expect(failed).toMatchObject({ isSuccessful: false, feeCharged: 200n, trades: [] })
  expect(balance(hand, 'alice')).toBe(before - 200n)
  expect(hand.ledger.state.account(hand.id('alice'))?.sequence).toBe((2n << 32n) + 1n)
  expect(failed?.changes.map(({ type }) => type)).toEqual(['updated'])
  // Later operations run after a failure, earlier ones keep their results.
  expect(readResult(failed?.resultXdr).result).toEqual({
    code: -1,
    results: [
      { code: 0, tr: { type: 1, paymentResult: { code: 0 } } },
      { code: 0, tr: { type: 1, paymentResult: { code: -2 } } },
    ],
  })
})

test('behavior: two transactions of one ledger can both pass the queue and one fail in it', () => {
  const hand = threeAccounts()
  const both = ['alice', 'bob'].map((name) =>
    hand.sign(name, [Operation.createAccount({ destination: hand.id('new'), startingBalance: '5' })]),
  )
  const { transactions } = hand.close(...both)
  expect(transactions.map(({ isSuccessful }) => isSuccessful)).toEqual([true, false])
})

test('behavior: fees are taken from all before any transaction runs', () => {
  const hand = threeAccounts()
  const all = hand.sign('alice', [pay(hand, 'bob', '998.9999800')], { fee: 200 })
  const { transactions } = hand.close(all)
  expect(transactions[0]).toMatchObject({ feeCharged: 100n, isSuccessful: true })
  expect(balance(hand, 'alice')).toBe(10_000_100n) // two base reserves of half a lumen, and 100 that were bid and not charged
})

test('error: bids below the base fee are refused, with the smallest that would do', () => {
  const hand = threeAccounts()
  const cheap = hand.sign('alice', [pay(hand, 'bob'), pay(hand, 'bob')], { fee: 199 })
  expect(readResult(hand.ledger.check(cheap, NOW))).toMatchObject({ feeCharged: 200n, result: { code: -9 } })
})

test('error: sequence numbers have to follow on the last', () => {
  const hand = threeAccounts()
  const next = (2n << 32n) + 1n
  const withSequence = (sequence: bigint): number | undefined =>
    refusal(hand, hand.sign('alice', [pay(hand, 'bob')], { sequence }))
  expect(withSequence(next)).toBeUndefined()
  expect(withSequence(next - 1n)).toBe(-5)
  expect(withSequence(next + 1n)).toBe(-5)
})

test('error: a source that does not exist, a bid beyond the balance, no operation', () => {
  const hand = threeAccounts()
  expect(refusal(hand, hand.sign('nobody', [pay(hand, 'bob')]))).toBe(-8)
  expect(refusal(hand, hand.sign('alice', [pay(hand, 'bob')], { fee: 2_000_000_000 }))).toBeUndefined()
  hand.close(hand.sign('alice', [pay(hand, 'bob', '900')]))
  expect(refusal(hand, hand.sign('alice', [pay(hand, 'bob')], { fee: 2_000_000_000 }))).toBe(-7)
  expect(refusal(hand, hand.sign('alice', []))).toBe(-4)
})

test('error: time bounds are held against the next close', () => {
  const hand = threeAccounts()
  const bounded = (min: number, max: number): SignedTransaction =>
    hand.sign('alice', [pay(hand, 'bob')], { conditions: (builder) => builder.setTimebounds(min, max) })
  const now = hand.ledger.header.closeTime
  expect(refusal(hand, bounded(0, now))).toBeUndefined()
  expect(refusal(hand, bounded(0, now - 1))).toBe(-3)
  expect(refusal(hand, bounded(now + 1, 0))).toBe(-2)
  expect(refusal(hand, bounded(0, now + 10), { lowerMargin: 0, upperMargin: 10 })).toBeUndefined()
  expect(refusal(hand, bounded(0, now + 9), { lowerMargin: 0, upperMargin: 10 })).toBe(-3)
})

test('error: a transaction that is too late when its ledger closes fails there, and its sequence number stays', () => {
  const hand = threeAccounts()
  const conditions = (builder: TransactionBuilder): void => void builder.setTimebounds(0, hand.ledger.header.closeTime)
  const late = hand.sign('alice', [pay(hand, 'bob')], { conditions })
  const { transactions } = hand.close(late)
  expect(readResult(transactions[0]?.resultXdr)).toMatchObject({ feeCharged: 100n, result: { code: -3 } })
  expect(hand.ledger.state.account(hand.id('alice'))?.sequence).toBe(2n << 32n)
})

test('behavior: ledger bounds, a smallest sequence number, an age and a gap are conditions (CAP-21)', () => {
  const hand = threeAccounts()
  const given = (conditions: (builder: TransactionBuilder) => void, sequence?: bigint): SignedTransaction =>
    hand.sign('alice', [pay(hand, 'bob')], sequence === undefined ? { conditions } : { conditions, sequence })
  const free = (builder: TransactionBuilder): TransactionBuilder => builder.setTimeout(0)
  expect(
    refusal(
      hand,
      given((builder) => free(builder).setLedgerbounds(3, 4)),
    ),
  ).toBeUndefined()
  expect(
    refusal(
      hand,
      given((builder) => free(builder).setLedgerbounds(4, 0)),
    ),
  ).toBe(-2)
  expect(
    refusal(
      hand,
      given((builder) => free(builder).setLedgerbounds(0, 3)),
    ),
  ).toBe(-3)
  const first = 2n << 32n
  expect(
    refusal(
      hand,
      given((builder) => free(builder).setMinAccountSequence(first.toString()), first + 9n),
    ),
  ).toBeUndefined()
  expect(
    refusal(
      hand,
      given((builder) => free(builder).setMinAccountSequence(`${first + 1n}`), first + 9n),
    ),
  ).toBe(-5)
  hand.close(hand.sign('alice', [pay(hand, 'bob')]))
  expect(
    refusal(
      hand,
      given((builder) => free(builder).setMinAccountSequenceAge(1n)),
    ),
  ).toBe(-15)
  expect(
    refusal(
      hand,
      given((builder) => free(builder).setMinAccountSequenceLedgerGap(2)),
    ),
  ).toBe(-15)
  hand.close()
  expect(
    refusal(
      hand,
      given((builder) => free(builder).setMinAccountSequenceAge(5n)),
    ),
  ).toBeUndefined()
  expect(
    refusal(
      hand,
      given((builder) => free(builder).setMinAccountSequenceLedgerGap(2)),
    ),
  ).toBeUndefined()
})

test('error: signatures that lack, that are not needed, or of an operation of somebody else', () => {
  const hand = threeAccounts()
  const ofBob = Operation.payment({ destination: hand.id('carol'), asset: xlm, amount: '1', source: hand.id('bob') })
  expect(refusal(hand, hand.sign('alice', [pay(hand, 'bob')], { signers: [] }))).toBe(-6)
  expect(refusal(hand, hand.sign('alice', [pay(hand, 'bob')], { signers: ['bob'] }))).toBe(-6)
  expect(refusal(hand, hand.sign('alice', [pay(hand, 'bob')], { signers: ['alice', 'bob'] }))).toBe(-10)
  expect(refusal(hand, hand.sign('alice', [ofBob], { signers: ['alice', 'bob'] }))).toBeUndefined()
  const alone = hand.ledger.check(hand.sign('alice', [pay(hand, 'bob'), ofBob]), NOW)
  // The first refusal ends the look: what comes before shows as not run, a success of nothing.
  expect(readResult(alone).result).toEqual({
    code: -1,
    results: [{ code: 0, tr: { type: 1, paymentResult: { code: 0 } } }, { code: -1 }],
  })
})

test('behavior: an operation may act for an account that an earlier one creates, if its key signs', () => {
  const hand = threeAccounts()
  const create = Operation.createAccount({ destination: hand.id('new'), startingBalance: '10' })
  const back = Operation.payment({ destination: hand.id('alice'), asset: xlm, amount: '1', source: hand.id('new') })
  const transaction = hand.sign('alice', [create, back], { signers: ['alice', 'new'] })
  expect(refusal(hand, transaction)).toBeUndefined()
  expect(hand.close(transaction).transactions[0]?.isSuccessful).toBe(true)
  const stranger = Operation.payment({
    destination: hand.id('alice'),
    asset: xlm,
    amount: '1',
    source: hand.id('none'),
  })
  const late = hand.close(hand.sign('alice', [stranger], { signers: ['alice', 'none'] })).transactions[0]
  expect(readResult(late?.resultXdr).result).toEqual({ code: -1, results: [{ code: -2 }] })
})

test('error: an operation that this network does not run is refused before anything is charged', () => {
  const hand = threeAccounts()
  const inflation = hand.sign('alice', [Operation.inflation({})])
  expect(readResult(hand.ledger.check(inflation, NOW)).result).toEqual({ code: -1, results: [{ code: -3 }] })
})

test('behavior: a fee bump is paid by its own source, for one operation more', () => {
  const hand = threeAccounts()
  const inner = hand.build('alice', [pay(hand, 'bob')])
  inner.sign(hand.key('alice'))
  const bump = TransactionBuilder.buildFeeBumpTransaction(hand.key('bob'), '1000', inner, hand.passphrase)
  bump.sign(hand.key('bob'))
  const decoded = hand.decode(bump.toXDR())
  expect(decoded.hash).toBe(Buffer.from(bump.hash()).toString('hex'))
  expect(refusal(hand, decoded)).toBeUndefined()
  const [applied] = hand.close(decoded).transactions
  expect(applied).toMatchObject({ isSuccessful: true, feeCharged: 200n })
  expect(readResult(applied?.resultXdr).result).toMatchObject({
    code: 1,
    innerResultPair: { result: { feeCharged: 0n } },
  })
})

test('behavior: an envelope of the oldest form is applied in the current one, under the same hash', () => {
  const hand = threeAccounts()
  const current = hand.build('alice', [pay(hand, 'bob')], { memo: Memo.text('old') })
  current.sign(hand.key('alice'))
  const wire = current.toEnvelope().toXdrObject()
  if (wire.type !== 2 || wire.v1.tx.sourceAccount.type !== 0) throw new Error('not the form that was built')
  const { sourceAccount, cond, ...rest } = wire.v1.tx
  const timeBounds = cond.type === 1 ? cond.timeBounds : null
  const tx = { ...rest, sourceAccountEd25519: wire.v1.tx.sourceAccount.ed25519, timeBounds, ext: { v: 0 as const } }
  const old = xdr.TransactionEnvelope.schema.encode({ type: 0, v0: { tx, signatures: wire.v1.signatures } })
  const decoded = hand.decode(Buffer.from(old).toString('base64'))
  expect(decoded).toMatchObject({ hash: Buffer.from(current.hash()).toString('hex'), envelopeXdr: current.toXDR() })
  expect(hand.close(decoded).transactions[0]?.isSuccessful).toBe(true)
})

test('error: only base64 of one whole envelope is one', () => {
  const hand = threeAccounts()
  const { envelopeXdr } = hand.sign('alice', [pay(hand, 'bob')])
  for (const text of ['', 'rubbish!', ` ${envelopeXdr}`, `${envelopeXdr}AAAA`, envelopeXdr.slice(0, -4)]) {
    expect(hand.ledger.decode(text)).toBeUndefined()
  }
})

test('behavior: each ledger seals its transactions and their results, and is chained to the one before', () => {
  const hand = threeAccounts()
  const previous = hand.ledger.header
  const transactions = ['alice', 'bob'].map((name) => hand.sign(name, [pay(hand, 'carol')]))
  const closed = hand.close(...transactions)
  const header = xdr.LedgerHeader.schema.decode(Buffer.from(closed.header.headerXdr, 'base64'))
  expect(Buffer.from(header.previousLedgerHash).toString('hex')).toBe(previous.hash)
  expect(closed.header.previousHash).toBe(previous.hash)
  const byHash = transactions.toSorted((a, b) => Buffer.compare(a.fullHash, b.fullHash))
  const txs = byHash.map(({ envelope }) => xdr.TransactionEnvelope.schema.decode(envelope))
  const set = xdr.GeneralizedTransactionSet.schema.encode({
    v: 1,
    v1TxSet: {
      previousLedgerHash: Buffer.from(previous.hash, 'hex'),
      phases: [
        { v: 0, v0Components: [{ type: 0, txsMaybeDiscountedFee: { baseFee: 100n, txs } }] },
        { v: 0, v0Components: [] },
      ],
    },
  })
  expect(hex(header.scpValue.txSetHash)).toBe(hex(sha256(set)))
  const results = closed.transactions.map(({ transaction, resultXdr }) => ({
    transactionHash: Buffer.from(transaction.hash, 'hex'),
    result: readResult(resultXdr),
  }))
  expect(hex(header.txSetResultHash)).toBe(hex(sha256(xdr.TransactionResultSet.schema.encode({ results }))))
})

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

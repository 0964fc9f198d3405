import { Account, Keypair, MuxedAccount, Operation, TransactionBuilder, type xdr } from '@stellar/stellar-sdk/base'
import { expect, test } from 'vitest'
import type { Transaction } from '../types/transactions.ts'
import { findUser } from './findUser.ts'
import type { Envelope } from './readEnvelope.ts'
import type { ProofReads } from './submissionPort.ts'

const [own, other] = [7, 9].map((seed) => Keypair.fromRawEd25519Seed(new Uint8Array(32).fill(seed)).publicKey()) as [
  string,
  string,
]
const CREATED = 10
const sequenceOf = (used: number): bigint => (BigInt(CREATED) << 32n) + BigInt(used)
const envelope: Envelope = {
  ...{ envelopeXdr: '', hash: 'it', innerHash: 'it', source: own, sequence: sequenceOf(5), maxTimeMs: 0 },
}

/** In a ledger. */
function transaction(ledger: number, overrides: Partial<Transaction>): Transaction {
  const pagingToken = String(BigInt(ledger) << 32n)
  const hash = `of ledger ${ledger}`
  return {
    ledger,
    hash,
    pagingToken,
    successful: true,
    sourceAccount: other,
    sequence: 1n,
    ...overrides,
  } as Transaction
}

function bytes(source: Account | MuxedAccount, operation: xdr.Operation): string {
  const builder = new TransactionBuilder(source, { fee: '100', networkPassphrase: 'any' })
  return builder.addOperation(operation).setTimeout(0).build().toXdr()
}

const creation = (ledger: number): Transaction => {
  const operation = Operation.createAccount({ destination: own, startingBalance: '1' })
  return transaction(ledger, { envelopeXdr: bytes(new Account(other, '0'), operation) })
}

/** Looks into a history that comes in these pages, for the user of a number that was used by a ledger. */
function find(usedByLedger: number | undefined, ...pages: readonly (readonly Transaction[])[]) {
  const left = [...pages]
  const reads: Pick<ProofReads, 'transactions'> = {
    transactions: async () => ({ records: left.shift() ?? [], nextCursor: undefined }),
  }
  const signal = new AbortController().signal
  return findUser({ ...reads } as ProofReads, { envelope, usedByLedger, signal })
}

/** A full page of others' transactions, newest first. */
const full = (newest: number): readonly Transaction[] =>
  Array.from({ length: 200 }, (_, at) => transaction(newest - at, {}))

test('behavior: a page goes on with the last record of the one before, or it is of another server, and tells nothing', async () => {
  const first = full(1_000)
  const older = transaction(500, { sourceAccount: own, sequence: sequenceOf(4) })
  expect(await find(1_000, first, [...first.slice(-1), older])).toEqual({ type: 'another' })
  expect(await find(1_000, first, [transaction(800, {}), older])).toBeUndefined()
})

test('behavior: pages are read newest first, failed transactions too, each from the last record of the one before on', async () => {
  const asked: unknown[] = []
  const first = full(1_000)
  const reads: Pick<ProofReads, 'transactions'> = {
    transactions: async ({ signal: _, priority: __, ...page } = {}) => {
      asked.push(page)
      return { records: asked.length === 1 ? first : [], nextCursor: undefined }
    },
  }
  const { signal } = new AbortController()
  await findUser({ ...reads } as ProofReads, { envelope, usedByLedger: 1_000, signal })
  const page = { account: own, includeFailed: true, order: 'desc', limit: 200 }
  const last = BigInt(first.at(-1)?.pagingToken ?? 0)
  expect(asked).toEqual([
    { ...page, cursor: undefined },
    { ...page, cursor: String(last + 1n) },
  ])
})

test('behavior: a history that has not got to where the number was used does not tell by what, though it goes far back', async () => {
  const before = transaction(15, { sourceAccount: own, sequence: sequenceOf(4) })
  expect(await find(20, [transaction(19, {}), before])).toBeUndefined()
  expect(await find(20, [transaction(20, {}), before])).toEqual({ type: 'another' })
})

test('behavior: a later transaction of the account shows that the history goes far enough, and that the number was jumped over', async () => {
  const before = transaction(15, { sourceAccount: own, sequence: sequenceOf(4) })
  const later = transaction(18, { sourceAccount: own, sequence: sequenceOf(6) })
  expect(await find(20, [later, before])).toEqual({ type: 'another' })
  expect(await find(undefined, [later, before])).toEqual({ type: 'another' })
})

test('behavior: it is itself by its own hash, and in any fee bump by that of what is inside', async () => {
  const use = transaction(20, { sourceAccount: own, sequence: envelope.sequence })
  for (const hashes of [{ hash: 'it' }, { hash: 'of a bump', innerHash: 'it' }]) {
    expect(await find(20, [{ ...use, ...hashes }])).toMatchObject({ type: 'itself' })
  }
  expect(await find(20, [{ ...use, hash: 'of a bump', innerHash: 'of another' }])).toEqual({ type: 'another' })
})

test('behavior: a history is whole where it begins with the creation of the account that had the number', async () => {
  const use = transaction(20, {})
  expect(await find(20, [use, creation(CREATED)])).toEqual({ type: 'another' })
  expect(await find(20, [use, transaction(CREATED - 1, {})])).toEqual({ type: 'beforeHistory' })
})

test('behavior: an account that was created again since had the number in a life before, which the history lacks', async () => {
  expect(await find(20, [transaction(20, {}), creation(CREATED + 1)])).toEqual({ type: 'beforeHistory' })
})

test('behavior: an account that is gone is shown to be by its own merge, also of its muxed address', async () => {
  const muxed = new MuxedAccount(new Account(own, '0'), '7')
  const merge = Operation.accountMerge({ destination: other })
  const [bySource, byOperation] = [
    bytes(muxed, merge),
    bytes(new Account(other, '0'), Operation.accountMerge({ destination: other, source: muxed.accountId() })),
  ]
  for (const envelopeXdr of [bySource, byOperation]) {
    expect(await find(undefined, [transaction(20, { envelopeXdr }), creation(CREATED)])).toEqual({ type: 'nobody' })
  }
  expect(await find(undefined, [transaction(20, {}), creation(CREATED)])).toBeUndefined()
  const failed = transaction(20, { envelopeXdr: bytes(muxed, merge), successful: false })
  expect(await find(undefined, [failed, creation(CREATED)])).toBeUndefined()
})

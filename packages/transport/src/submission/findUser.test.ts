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
})

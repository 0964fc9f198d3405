import { Keypair, TransactionBuilder } from '@stellar/stellar-sdk/base'
import { expect, test } from 'vitest'
import { accountId, keypair, market, networkPassphrase } from '../test/fakeNetwork.ts'
import { buildOperations } from './buildOperations.ts'
import { maxTimeOf, signTransaction } from './buildTransaction.ts'
import { SigningError } from './errors.ts'
import { keypairSigner } from './keypairSigner.ts'

const place = { type: 'place', market, side: 'sell', price: { n: 1, d: 4 }, amount: 10n } as const
const draft = {
  ...{ accountId, networkPassphrase, sequence: 41n, maxFeePerOperation: 5_000n, maxTime: 1_700_000_030 },
  operations: buildOperations([place, place], []),
}

test('behavior: sequence, fee for each operation, time bound and signature are in the envelope', async () => {
  const signed = await signTransaction(draft, keypairSigner(keypair.secret()))
  const transaction = TransactionBuilder.fromXdr(signed.envelopeXdr, networkPassphrase)
  expect(transaction).toMatchObject({ source: accountId, sequence: '41', fee: '10000' })
  expect(transaction).toMatchObject({ timeBounds: { minTime: '0', maxTime: '1700000030' } })
  expect(Buffer.from(transaction.hash()).toString('hex')).toBe(signed.hash)
  const [signature] = transaction.signatures
  expect(signature?.hint.toBytes()).toEqual(keypair.signatureHint())
  expect(signature && Keypair.fromPublicKey(accountId).verify(transaction.hash(), signature.signature)).toBe(true)
  expect(signed).toMatchObject({ sequence: 41n, validUntilMs: 1_700_000_030_000 })
})

test('behavior: a time bound counts from the ledger and is rounded up to a second', () => {
  expect(maxTimeOf(1_000_000, 30_000)).toBe(1030)
  expect(maxTimeOf(1_000_000, 30_001)).toBe(1031)
})

test('error: a signer that fails is told without its secret', async () => {
  const failing = { publicKey: accountId, sign: async () => Promise.reject(new Error(`bad ${keypair.secret()}`)) }
  const error = await signTransaction(draft, failing).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(SigningError)
  expect(error).not.toHaveProperty('cause')
  expect(String(error)).not.toContain(keypair.secret())
})

test('error: what is no signature is refused', async () => {
  const short = { publicKey: accountId, sign: async () => new Uint8Array(63) }
  await expect(signTransaction(draft, short)).rejects.toBeInstanceOf(SigningError)
})

import { Buffer } from 'node:buffer'
import type { Keypair, xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { sha256 } from '../ledger/hashing.ts'
import { signerKeyText } from '../ledger/signers.ts'
import { devnetKey } from '../traders/devnetKey.ts'
import { createKeyRing } from './keyRing.ts'
import { createSignatures, type SignatureCheck, type WeightedKey } from './signatures.ts'

const hash = sha256(Buffer.from('contents'))
const [alice, bob, eve] = ['alice', 'bob', 'eve'].map((name) => devnetKey('signatures', name)) as [
  Keypair,
  Keypair,
  Keypair,
]

const signer = (keypair: Keypair, weight = 1): WeightedKey => ({ key: keypair.publicKey(), weight })
const text = (key: xdr.SignerKeyWire): WeightedKey => ({ key: signerKeyText(key), weight: 1 })
const signed = (keypair: Keypair, message: Uint8Array = hash): xdr.DecoratedSignatureWire => ({
  hint: keypair.rawPublicKey().subarray(-4),
  signature: keypair.sign(Buffer.from(message)),
})
const check = (...signatures: readonly xdr.DecoratedSignatureWire[]): SignatureCheck =>
  createSignatures({ decorated: signatures, hash, keyRing: createKeyRing() }).check(1_000)

test('behavior: weights add up until they reach what is needed', () => {
  const both = check(signed(alice), signed(bob))
  expect(both.reaches([signer(alice, 2), signer(bob, 3)], 5)).toBe(true)
  expect(both.isEachUsed).toBe(true)
  expect(check(signed(alice), signed(bob)).reaches([signer(alice, 2), signer(bob, 3)], 6)).toBe(false)
})

test('behavior: what is not needed any more is not used', () => {
  const both = check(signed(alice), signed(bob))
  expect(both.reaches([signer(alice), signer(bob)], 1)).toBe(true)
  expect(both.isEachUsed).toBe(false)
  expect(both.reaches([signer(bob)], 1)).toBe(true)
  expect(both.isEachUsed).toBe(true)
})

test('behavior: a threshold of 0 still needs one of the signers', () => {
  expect(check(signed(alice)).reaches([signer(alice)], 0)).toBe(true)
  expect(check(signed(eve)).reaches([signer(alice)], 0)).toBe(false)
  expect(check().reaches([signer(alice)], 0)).toBe(false)
})

test('behavior: one signer counts once, however often it signed, and 255 at most', () => {
  expect(check(signed(alice), signed(alice)).reaches([signer(alice)], 2)).toBe(false)
  expect(check(signed(alice)).reaches([signer(alice, 1_000)], 256)).toBe(false)
})

test('error: a signature of other contents, of another key or with another hint is none', () => {
  expect(check(signed(alice, sha256(Buffer.from('other')))).reaches([signer(alice)], 1)).toBe(false)
  expect(check({ ...signed(eve), hint: alice.rawPublicKey().subarray(-4) }).reaches([signer(alice)], 1)).toBe(false)
  expect(check({ ...signed(alice), hint: eve.rawPublicKey().subarray(-4) }).reaches([signer(alice)], 1)).toBe(false)
  expect(check({ ...signed(alice), signature: new Uint8Array(3) }).reaches([signer(alice)], 1)).toBe(false)
})

test('error: a key that is no point of the curve signs nothing', () => {
  const key = new Uint8Array(32).fill(0xff)
  const forged = { hint: key.subarray(-4), signature: new Uint8Array(64) }
  expect(check(forged).reaches([text({ type: 0, ed25519: key })], 1)).toBe(false)
})

test('behavior: a hash-x signer opens to the preimage', () => {
  const preimage = Buffer.from('preimage')
  const key = sha256(preimage)
  const opened = { hint: key.subarray(-4), signature: preimage }
  expect(check(opened).reaches([text({ type: 2, hashX: key })], 1)).toBe(true)
  expect(check({ ...opened, signature: hash }).reaches([text({ type: 2, hashX: key })], 1)).toBe(false)
})

test('behavior: a pre-authorized hash needs no signature', () => {
  expect(check().reaches([text({ type: 1, preAuthTx: hash })], 1)).toBe(true)
  expect(check().reaches([text({ type: 1, preAuthTx: sha256(hash) })], 1)).toBe(false)
})

test('behavior: a signed payload is verified over the payload, its hint mixed from both', () => {
  const payload = Buffer.from('payload')
  const hint = alice
    .rawPublicKey()
    .subarray(-4)
    .map((byte, at) => byte ^ (payload.subarray(-4)[at] ?? 0))
  const key = { type: 3 as const, ed25519SignedPayload: { ed25519: alice.rawPublicKey(), payload } }
  const signature = alice.sign(payload)
  expect(check({ hint, signature }).reaches([text(key)], 1)).toBe(true)
  expect(check({ hint, signature: alice.sign(hash) }).reaches([text(key)], 1)).toBe(false)
})

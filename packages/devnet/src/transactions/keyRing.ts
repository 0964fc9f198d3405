import { Buffer } from 'node:buffer'
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { xdr } from '@stellar/stellar-sdk'
import { signerKeyWire } from '../ledger/signers.ts'

/** A signer's key, read once. */
export type SigningKey = {
  readonly wire: xdr.SignerKeyWire
  /** The last four bytes, which a signature brings along so that its key is found. */
  readonly hint: number
}

/** Keys that were read and prepared before: preparing one costs about as much as verifying with it. Bounded. */
export type KeyRing = {
  read(key: string): SigningKey
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
}

const MAX_KEYS = 50_000
const SIGNATURE_BYTES = 64
/** SubjectPublicKeyInfo of an ed25519 key, up to the key itself (RFC 8410). */
const ED25519_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

export function createKeyRing(): KeyRing {
  const keys = new Map<string, SigningKey>()
  const prepared = new Map<string, KeyObject>()

  return {
    read: (key) => keys.get(key) ?? remember(keys, key, readKey(key)),
    verify: (publicKey, message, signature) => {
      if (signature.length !== SIGNATURE_BYTES) return false
      const name = latin1(publicKey)
      try {
        return verify(null, message, prepared.get(name) ?? remember(prepared, name, prepare(publicKey)), signature)
      } catch {
        return false // not a point of the curve
      }
    },
  }
}

/** The four bytes of a signature's hint as one number. */
export function hintNumber(hint: Uint8Array): number {
  return Buffer.from(hint.buffer, hint.byteOffset, hint.byteLength).readUInt32BE(hint.length - 4)
}

function remember<Value>(known: Map<string, Value>, name: string, value: Value): Value {
  if (known.size >= MAX_KEYS) known.clear()
  known.set(name, value)
  return value
}

function readKey(key: string): SigningKey {
  const wire = signerKeyWire(key)
  switch (wire.type) {
    case 0:
      return { wire, hint: hintNumber(wire.ed25519) }
    case 1:
      return { wire, hint: 0 }
    case 2:
      return { wire, hint: hintNumber(wire.hashX) }
    case 3: {
      const { ed25519, payload } = wire.ed25519SignedPayload
      const tail = Buffer.alloc(4)
      tail.set(payload.subarray(-4))
      return { wire, hint: (hintNumber(ed25519) ^ tail.readUInt32BE(0)) >>> 0 }
    }
  }
}

function prepare(publicKey: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([ED25519_PREFIX, publicKey]), format: 'der', type: 'spki' })
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

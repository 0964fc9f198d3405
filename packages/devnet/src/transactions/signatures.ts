import { Buffer } from 'node:buffer'
import type { xdr } from '@stellar/stellar-sdk'
import { sha256 } from '../ledger/hashing.ts'
import { hintNumber, type KeyRing, type SigningKey } from './keyRing.ts'

/** Who may sign for an account, and what the signature counts. The key is text (SEP-23). */
export type WeightedKey = { readonly key: string; readonly weight: number }

/** The signatures of one transaction. What was verified once is remembered: a ledger that closes verifies nothing again. */
export type Signatures = {
  /** Begins a check in which each signature counts once it is used. */
  check(maxVerifications: number): SignatureCheck
}

/** One pass over a transaction, its source first, then its operations. stellar-core `SignatureChecker`. */
export type SignatureCheck = {
  /** Whether the signers' weights reach what is needed; 0 still needs one of them. */
  reaches(signers: readonly WeightedKey[], needed: number): boolean
  /** Whether every signature was needed for something. */
  readonly isEachUsed: boolean
}

/** Kinds of signers, by their XDR types. A pre-authorized hash needs no signature; the others are tried in the order given. */
const PRE_AUTH = 1
const HASH_X = 2
const ED25519 = 0
const SIGNED_PAYLOAD = 3
const SIGNING_KINDS = [HASH_X, ED25519, SIGNED_PAYLOAD] as const

/** The largest weight that one signer brings in. */
const MAX_WEIGHT = 255

type Candidate = WeightedKey & { readonly parsed: SigningKey }

/** Makes the signatures of a transaction whose contents have a hash. */
export function createSignatures(args: {
  readonly decorated: readonly xdr.DecoratedSignatureWire[]
  readonly hash: Uint8Array
  readonly keyRing: KeyRing
}): Signatures {
  const { decorated, hash, keyRing } = args
  const hints = decorated.map(({ hint }) => hintNumber(hint))
  /** Of each signature, by the key that it was verified with. */
  const verified = decorated.map(() => new Map<string, boolean>())

  const isSignedBy = (at: number, { key, parsed }: Candidate): boolean => {
    const { wire } = parsed
    const signature = decorated[at]?.signature ?? new Uint8Array()
    if (wire.type === HASH_X) return sha256(signature).equals(wire.hashX)
    const known = verified[at]?.get(key)
    if (known !== undefined) return known
    const isGood =
      wire.type === SIGNED_PAYLOAD
        ? keyRing.verify(wire.ed25519SignedPayload.ed25519, wire.ed25519SignedPayload.payload, signature)
        : wire.type === ED25519 && keyRing.verify(wire.ed25519, hash, signature)
    verified[at]?.set(key, isGood)
    return isGood
  }

  const check = (maxVerifications: number): SignatureCheck => {
    const used = decorated.map(() => false)
    let verifications = 0

    /** Each signature in turn takes the first signer that it fits; that one is done with. */
    const weighKind = (candidates: Candidate[], reached: number, needed: number): number => {
      let total = reached
      for (const at of decorated.keys()) {
        const found = candidates.findIndex((candidate) => {
          if (candidate.parsed.hint !== hints[at] || verifications >= maxVerifications) return false
          verifications += 1
          return isSignedBy(at, candidate)
        })
        const [signer] = found === -1 ? [] : candidates.splice(found, 1)
        if (signer === undefined) continue
        used[at] = true
        total += Math.min(signer.weight, MAX_WEIGHT)
        if (total >= needed) return total
      }
      return total
    }

    const reaches = (signers: readonly WeightedKey[], needed: number): boolean => {
      const candidates = signers.map((signer): Candidate => ({ ...signer, parsed: keyRing.read(signer.key) }))
      let total = 0
      for (const { parsed, weight } of candidates) {
        if (parsed.wire.type !== PRE_AUTH || !Buffer.from(hash).equals(parsed.wire.preAuthTx)) continue
        total += Math.min(weight, MAX_WEIGHT)
        if (total >= needed) return true
      }
      for (const kind of SIGNING_KINDS) {
        const ofKind = candidates.filter(({ parsed }) => parsed.wire.type === kind)
        const before = ofKind.length
        if (before === 0) continue
        total = weighKind(ofKind, total, needed)
        if (ofKind.length < before && total >= needed) return true
      }
      return false
    }
    return {
      reaches,
      get isEachUsed() {
        return used.every(Boolean)
      },
    }
  }
  return { check }
}

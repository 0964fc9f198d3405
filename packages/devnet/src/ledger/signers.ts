import { Buffer } from 'node:buffer'
import { StrKey, type xdr } from '@stellar/stellar-sdk'
import { accountIdFromKey, keyFromAccountId } from './accountIds.ts'
import type { AccountEntry, Signer } from './entries.ts'
import { releaseSubentry } from './reserves.ts'
import type { LedgerState } from './state.ts'

/** In the order in which the ledger sorts signers, by their XDR types. */
const KINDS = 'GTXP'

/** A signer's key as text (SEP-23). */
export function signerKeyText(key: xdr.SignerKeyWire): string {
  switch (key.type) {
    case 0:
      return accountIdFromKey(key.ed25519)
    case 1:
      return StrKey.encodePreAuthTx(key.preAuthTx)
    case 2:
      return StrKey.encodeSha256Hash(key.hashX)
    case 3:
      return StrKey.encodeSignedPayload(encodePayload(key.ed25519SignedPayload))
  }
}

/** A signer's key as XDR. */
export function signerKeyWire(key: string): xdr.SignerKeyWire {
  switch (key[0]) {
    case 'G':
      return { type: 0, ed25519: keyFromAccountId(key) }
    case 'T':
      return { type: 1, preAuthTx: StrKey.decodePreAuthTx(key) }
    case 'X':
      return { type: 2, hashX: StrKey.decodeSha256Hash(key) }
    default: {
      const bytes = Buffer.from(StrKey.decodeSignedPayload(key))
      const payload = bytes.subarray(36, 36 + bytes.readUInt32BE(32))
      return { type: 3, ed25519SignedPayload: { ed25519: bytes.subarray(0, 32), payload } }
    }
  }
}

/** Key, length and padded payload. */
function encodePayload({ ed25519, payload }: xdr.SignerKeyEd25519SignedPayloadWire): Uint8Array {
  const bytes = Buffer.alloc(36 + Math.ceil(payload.length / 4) * 4)
  bytes.set(ed25519)
  bytes.writeUInt32BE(payload.length, 32)
  bytes.set(payload, 36)
  return bytes
}

/** The order of an account's signers: by kind, then by bytes. */
export function compareSignerKeys(a: string, b: string): number {
  const byKind = KINDS.indexOf(a[0] ?? '') - KINDS.indexOf(b[0] ?? '')
  if (byKind !== 0 || a === b) return byKind
  const [left, right] = [sortBytes(signerKeyWire(a)), sortBytes(signerKeyWire(b))]
  return Buffer.compare(left, right)
}

function sortBytes(key: xdr.SignerKeyWire): Uint8Array {
  switch (key.type) {
    case 0:
      return key.ed25519
    case 1:
      return key.preAuthTx
    case 2:
      return key.hashX
    case 3:
      return Buffer.concat([key.ed25519SignedPayload.ed25519, key.ed25519SignedPayload.payload])
  }
}

/** Takes a signer off an account and frees its reserve. Nothing happens where there is none. */
export function removeSigner(state: LedgerState, account: AccountEntry, key: string): void {
  const signer = account.signers.find((candidate) => candidate.key === key)
  if (signer === undefined) return
  state.put({ ...account, signers: account.signers.filter((candidate) => candidate !== signer) })
  releaseSubentry(state, account.accountId, signer.sponsor)
}

/** The same signers with one of another weight or sponsor. */
export function replaceSigner(signers: readonly Signer[], changed: Signer): readonly Signer[] {
  return signers.map((signer) => (signer.key === changed.key ? changed : signer))
}

import { Buffer } from 'node:buffer'
import type { xdr } from '@stellar/stellar-sdk'
import { accountIdFromKey, keyFromAccountId } from './accountIds.ts'
import { type AssetId, NATIVE } from './entries.ts'

/** The account id of an XDR public key. */
export function accountIdOf(key: xdr.AccountIdWire): string {
  return accountIdFromKey(key.ed25519)
}

/** The account behind a possibly muxed address (CAP-27): the id inside it concerns its holder, not the ledger. */
export function unmuxed(address: xdr.MuxedAccountWire): string {
  return accountIdFromKey(address.type === 0 ? address.ed25519 : address.med25519.ed25519)
}

/** An account id as an XDR public key. */
export function accountWire(accountId: string): xdr.AccountIdWire {
  return { type: 0, ed25519: keyFromAccountId(accountId) }
}

/** An XDR asset as a map key. The code is cut at its zero padding; `isAssetWireValid` tells whether it was well formed. */
export function assetIdOf(asset: xdr.AssetWire): AssetId {
  if (asset.type === 0) return NATIVE
  const { assetCode, issuer } = asset.type === 1 ? asset.alphaNum4 : asset.alphaNum12
  return `${codeText(assetCode)}:${accountIdOf(issuer)}`
}

/** An asset of the ledger as XDR. */
export function assetWire(asset: AssetId): xdr.AssetWire {
  if (asset === NATIVE) return { type: 0 }
  const separator = asset.indexOf(':')
  const issuer = accountWire(asset.slice(separator + 1))
  const code = asset.slice(0, separator)
  if (code.length <= 4) return { type: 1, alphaNum4: { assetCode: codeBytes(code, 4), issuer } }
  return { type: 2, alphaNum12: { assetCode: codeBytes(code, 12), issuer } }
}

/**
 * Whether a code is 1-4 or 5-12 letters and digits with zero padding only at the end.
 *
 * @remarks stellar-core `isAssetValid`.
 */
export function isAssetWireValid(asset: xdr.AssetWire): boolean {
  if (asset.type === 0) return true
  const bytes = asset.type === 1 ? asset.alphaNum4.assetCode : asset.alphaNum12.assetCode
  const code = codeText(bytes)
  const padding = bytes.subarray(code.length)
  const isLengthRight = asset.type === 1 ? code.length >= 1 : code.length >= 5
  return isLengthRight && /^[A-Za-z0-9]*$/.test(code) && padding.every((byte) => byte === 0)
}

function codeText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return Buffer.from(end === -1 ? bytes : bytes.subarray(0, end)).toString('latin1')
}

function codeBytes(code: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  bytes.set(Buffer.from(code, 'latin1'))
  return bytes
}

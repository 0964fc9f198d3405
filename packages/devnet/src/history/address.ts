import { Buffer } from 'node:buffer'
import { StrKey, type xdr } from '@stellar/stellar-sdk'
import { unmuxed } from '../ledger/wire.ts'

/** An account as an operation names it: where it is muxed (SEP-23) also the whole address and the id in it. */
export type Address = {
  readonly accountId: string
  readonly muxed?: { readonly address: string; readonly id: bigint } | undefined
}

/** Reads an address. */
export function addressOf(wire: xdr.MuxedAccountWire): Address {
  const accountId = unmuxed(wire)
  if (wire.type === 0) return { accountId }
  const { ed25519, id } = wire.med25519
  const bytes = Buffer.concat([ed25519, Buffer.alloc(8)])
  bytes.writeBigUInt64BE(id, ed25519.length)
  return { accountId, muxed: { address: StrKey.encodeMed25519PublicKey(bytes), id } }
}

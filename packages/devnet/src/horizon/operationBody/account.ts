import { Buffer } from 'node:buffer'
import type { xdr } from '@stellar/stellar-sdk'
import { signerKeyText } from '../../ledger/signers.ts'
import { accountIdOf } from '../../ledger/wire.ts'
import type { JsonObject } from '../json.ts'
import { ACCOUNT_FLAGS, renderFlags } from './flags.ts'

/** Only what is set stands there; of a home domain that is cleared nothing does. */
export function setOptionsBody(body: xdr.SetOptionsOpWire): JsonObject {
  const { homeDomain, inflationDest, signer } = body
  return {
    home_domain: homeDomain?.toString() || undefined,
    inflation_dest: inflationDest === null ? undefined : accountIdOf(inflationDest),
    master_key_weight: body.masterWeight ?? undefined,
    signer_key: signer === null ? undefined : signerKeyText(signer.key),
    signer_weight: signer?.weight,
    ...renderFlags(ACCOUNT_FLAGS, { set: body.setFlags, clear: body.clearFlags }),
    low_threshold: body.lowThreshold ?? undefined,
    med_threshold: body.medThreshold ?? undefined,
    high_threshold: body.highThreshold ?? undefined,
  }
}

/** A value that is removed is empty. */
export function manageDataBody({ dataName, dataValue }: xdr.ManageDataOpWire): JsonObject {
  return { name: dataName.toString(), value: dataValue === null ? '' : Buffer.from(dataValue).toString('base64') }
}

export function bumpSequenceBody({ bumpTo }: xdr.BumpSequenceOpWire): JsonObject {
  return { bump_to: bumpTo.toString() }
}

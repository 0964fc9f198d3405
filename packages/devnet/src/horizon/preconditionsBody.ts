import { StrKey, xdr } from '@stellar/stellar-sdk'
import type { Json, JsonObject } from './json.ts'

const MAX_INT64 = (1n << 63n) - 1n

/**
 * What a transaction asks of the ledger that takes it; undefined when it asks nothing. Zeros stand for nothing and are left out, so that a newer
 * envelope without any condition prints an empty object.
 */
export function renderPreconditions(conditions: xdr.PreconditionsWire): JsonObject | undefined {
  if (conditions.type === 0) return undefined
  if (conditions.type === 1) return { timebounds: renderTimeBounds(conditions.timeBounds) }
  const { timeBounds, ledgerBounds, minSeqNum, minSeqAge, minSeqLedgerGap, extraSigners } = conditions.v2
  return {
    timebounds: timeBounds === null ? undefined : renderTimeBounds(timeBounds),
    ledgerbounds:
      ledgerBounds === null
        ? undefined
        : { min_ledger: ledgerBounds.minLedger, max_ledger: ledgerBounds.maxLedger || undefined },
    min_account_sequence: minSeqNum?.toString(),
    min_account_sequence_age: minSeqAge === 0n ? undefined : minSeqAge.toString(),
    min_account_sequence_ledger_gap: minSeqLedgerGap || undefined,
    extra_signers: extraSigners.length === 0 ? undefined : extraSigners.map(renderSignerKey),
  }
}

function renderTimeBounds({ minTime, maxTime }: xdr.TimeBoundsWire): JsonObject {
  const clamped = maxTime > MAX_INT64 ? MAX_INT64 : maxTime
  return { min_time: minTime.toString(), max_time: clamped === 0n ? undefined : clamped.toString() }
}

function renderSignerKey(key: xdr.SignerKeyWire): Json {
  switch (key.type) {
    case 0:
      return StrKey.encodeEd25519PublicKey(key.ed25519)
    case 1:
      return StrKey.encodePreAuthTx(key.preAuthTx)
    case 2:
      return StrKey.encodeSha256Hash(key.hashX)
    case 3:
      return StrKey.encodeSignedPayload(xdr.SignerKeyEd25519SignedPayload.schema.encode(key.ed25519SignedPayload))
  }
}

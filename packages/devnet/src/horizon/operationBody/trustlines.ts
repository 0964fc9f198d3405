import { formatAmount } from '@sdex/primitives'
import type { xdr } from '@stellar/stellar-sdk'
import { addressOf } from '../../history/address.ts'
import { trustedBy } from '../../history/effects/trustlineEffects.ts'
import type { OperationRow } from '../../history/operationsOf.ts'
import { AUTHORIZED, AUTHORIZED_TO_MAINTAIN_LIABILITIES, issuerOf } from '../../ledger/entries.ts'
import { accountIdOf, assetIdOf, unmuxed } from '../../ledger/wire.ts'
import { issuedBy } from '../../operations/allowTrust.ts'
import { renderAddress } from '../addressBody.ts'
import type { JsonObject } from '../json.ts'
import { renderAsset } from '../values.ts'
import { renderFlags, TRUSTLINE_FLAGS } from './flags.ts'

export function changeTrustBody({ source }: OperationRow, { line, limit }: xdr.ChangeTrustOpWire): JsonObject {
  const trusted = trustedBy(line)
  const of =
    trusted.type === 'pool'
      ? { asset_type: 'liquidity_pool_shares', liquidity_pool_id: trusted.poolId }
      : renderAsset(trusted.asset)
  return {
    ...of,
    limit: formatAmount(limit),
    trustee: trusted.type === 'pool' ? undefined : issuerOf(trusted.asset),
    ...renderAddress('trustor', addressOf(source)),
  }
}

export function allowTrustBody({ source }: OperationRow, body: xdr.AllowTrustOpWire): JsonObject {
  const isAuthorized = (body.authorize & AUTHORIZED) !== 0
  return {
    ...renderAsset(assetIdOf(issuedBy(body.asset, unmuxed(source)))),
    ...renderAddress('trustee', addressOf(source)),
    trustor: accountIdOf(body.trustor),
    authorize: isAuthorized,
    authorize_to_maintain_liabilities: isAuthorized || (body.authorize & AUTHORIZED_TO_MAINTAIN_LIABILITIES) !== 0,
  }
}

export function setTrustLineFlagsBody({
  asset,
  trustor,
  setFlags,
  clearFlags,
}: xdr.SetTrustLineFlagsOpWire): JsonObject {
  return {
    ...renderAsset(assetIdOf(asset)),
    trustor: accountIdOf(trustor),
    ...renderFlags(TRUSTLINE_FLAGS, { set: setFlags, clear: clearFlags }),
  }
}

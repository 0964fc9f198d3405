import { Buffer } from 'node:buffer'
import type { xdr } from '@stellar/stellar-sdk'
import { addressOf } from '../../history/address.ts'
import { balanceIdOf } from '../../history/effects/balanceEffects.ts'
import type { OperationRow } from '../../history/operationsOf.ts'
import { signerKeyText } from '../../ledger/signers.ts'
import { accountIdOf, assetIdOf } from '../../ledger/wire.ts'
import { renderAddress } from '../addressBody.ts'
import type { JsonObject } from '../json.ts'
import { renderBalanceId } from './claimableBalances.ts'

export function beginSponsoringBody({ sponsoredId }: xdr.BeginSponsoringFutureReservesOpWire): JsonObject {
  return { sponsored_id: accountIdOf(sponsoredId) }
}

/** Who began it is told of a success alone. */
export function endSponsoringBody({ beginSponsor }: OperationRow): JsonObject {
  return beginSponsor === undefined ? {} : renderAddress('begin_sponsor', addressOf(beginSponsor))
}

export function revokeSponsorshipBody(body: xdr.RevokeSponsorshipOpWire): JsonObject {
  if (body.type === 1) {
    const { accountId, signerKey } = body.signer
    return { signer_account_id: accountIdOf(accountId), signer_key: signerKeyText(signerKey) }
  }
  const key = body.ledgerKey
  switch (key.type) {
    case 0:
      return { account_id: accountIdOf(key.account.accountId) }
    case 1:
      return trustlineKey(key.trustLine)
    case 2:
      return { offer_id: key.offer.offerId.toString() }
    case 3:
      return { data_account_id: accountIdOf(key.data.accountId), data_name: key.data.dataName.toString() }
    case 4:
      return { claimable_balance_id: renderBalanceId(balanceIdOf(key.claimableBalance.balanceId)) }
    default:
      return {} // no ledger takes it
  }
}

function trustlineKey({ accountId, asset }: xdr.LedgerKeyTrustLineWire): JsonObject {
  const trustline_account_id = accountIdOf(accountId)
  return asset.type === 3
    ? { trustline_account_id, trustline_liquidity_pool_id: Buffer.from(asset.liquidityPoolId).toString('hex') }
    : { trustline_account_id, trustline_asset: assetIdOf(asset) }
}

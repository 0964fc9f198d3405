import { formatAmount } from '@sdex/primitives'
import type { xdr } from '@stellar/stellar-sdk'
import { addressOf } from '../../history/address.ts'
import { balanceIdOf } from '../../history/effects/balanceEffects.ts'
import type { OperationRow } from '../../history/operationsOf.ts'
import { accountIdOf, assetIdOf } from '../../ledger/wire.ts'
import { renderAddress } from '../addressBody.ts'
import type { JsonObject } from '../json.ts'
import { renderPredicate } from './predicate.ts'

/** A balance's id as Horizon writes it: the type, which is 0, before the hash. */
export function renderBalanceId(id: string): string {
  return `00000000${id}`
}

/** The id of the new balance is not told. */
export function createClaimableBalanceBody(body: xdr.CreateClaimableBalanceOpWire): JsonObject {
  return {
    asset: assetIdOf(body.asset),
    amount: formatAmount(body.amount),
    claimants: body.claimants.map(({ v0: { destination, predicate } }) => ({
      destination: accountIdOf(destination),
      predicate: renderPredicate(predicate),
    })),
  }
}

export function claimClaimableBalanceBody(
  { source }: OperationRow,
  { balanceId }: xdr.ClaimClaimableBalanceOpWire,
): JsonObject {
  return { balance_id: renderBalanceId(balanceIdOf(balanceId)), ...renderAddress('claimant', addressOf(source)) }
}

export function clawbackClaimableBalanceBody({ balanceId }: xdr.ClawbackClaimableBalanceOpWire): JsonObject {
  return { balance_id: renderBalanceId(balanceIdOf(balanceId)) }
}

import { Buffer } from 'node:buffer'
import type { xdr } from '@stellar/stellar-sdk'
import { accountIdOf, assetIdOf } from '../../ledger/wire.ts'
import { addressOf } from '../address.ts'
import type { OperationRow } from '../operationsOf.ts'
import type { Made } from './effect.ts'
import { credited, debited } from './paymentEffects.ts'

/** The id of a claimable balance: the hash alone, lower-case hex. */
export function balanceIdOf(id: xdr.ClaimableBalanceIdWire): string {
  return Buffer.from(id.v0).toString('hex')
}

/** Predicates stand as the operation has them, in its order. */
export function balanceCreationEffects(
  operation: OperationRow,
  body: xdr.CreateClaimableBalanceOpWire,
): readonly Made[] {
  const { result } = operation
  if (result?.type !== 14 || result.createClaimableBalanceResult.code !== 0) return []
  const account = addressOf(operation.source)
  const told = {
    balanceId: balanceIdOf(result.createClaimableBalanceResult.balanceId),
    asset: assetIdOf(body.asset),
    amount: body.amount,
  }
  return [
    { account, effect: { type: 'claimable_balance_created', ...told } },
    ...body.claimants.map(({ v0: { destination, predicate } }): Made => {
      const effect = { type: 'claimable_balance_claimant_created', ...told, predicate } as const
      return { account: { accountId: accountIdOf(destination) }, effect }
    }),
    debited(account, told),
  ]
}

/** A balance that was claimed by a claimant, or taken back by the issuer. */
export function balanceEndEffects(operation: OperationRow, id: xdr.ClaimableBalanceIdWire): readonly Made[] {
  const balanceId = balanceIdOf(id)
  const account = addressOf(operation.source)
  for (const change of operation.changes) {
    if (change.type !== 'removed' || change.before.type !== 'claimableBalance') continue
    const { asset, amount } = change.before
    const told: Made['effect'] =
      operation.body.type === 15
        ? { type: 'claimable_balance_claimed', balanceId, asset, amount }
        : { type: 'claimable_balance_clawed_back', balanceId }
    return [{ account, effect: told }, credited(account, { asset, amount })]
  }
  return []
}

import { formatAmount } from '@sdex/primitives'
import type { BalanceEffect } from '../../history/effects/effect.ts'
import type { JsonObject } from '../json.ts'
import { renderBalanceId } from '../operationBody/claimableBalances.ts'
import { renderPredicate } from '../operationBody/predicate.ts'

export function balanceEffectBody(effect: BalanceEffect): JsonObject {
  const balance_id = renderBalanceId(effect.balanceId)
  if (effect.type === 'claimable_balance_clawed_back') return { balance_id }
  const told = { asset: effect.asset, balance_id, amount: formatAmount(effect.amount) }
  return effect.type === 'claimable_balance_claimant_created'
    ? { ...told, predicate: renderPredicate(effect.predicate) }
    : told
}

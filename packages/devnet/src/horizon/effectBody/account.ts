import { formatAmount } from '@sdex/primitives'
import type { AccountEffect, DataEffect, SignerEffect } from '../../history/effects/effect.ts'
import type { JsonObject } from '../json.ts'
import { renderAsset } from '../values.ts'

export function accountEffectBody(effect: AccountEffect): JsonObject {
  switch (effect.type) {
    case 'account_created':
      return { starting_balance: formatAmount(effect.startingBalance) }
    case 'account_removed':
    case 'account_inflation_destination_updated':
      return {}
    case 'account_credited':
    case 'account_debited':
      return { ...renderAsset(effect.asset), amount: formatAmount(effect.amount) }
    case 'account_thresholds_updated':
      return { low_threshold: effect.low, med_threshold: effect.medium, high_threshold: effect.high }
    case 'account_home_domain_updated':
      return { home_domain: effect.homeDomain }
    case 'account_flags_updated':
      return { auth_required_flag: effect.authRequired }
    case 'sequence_bumped':
      return { new_seq: effect.sequence.toString() }
  }
}

/** `key` is what it was called long ago: it is always there and always empty. */
export function signerEffectBody({ weight, key }: SignerEffect): JsonObject {
  return { weight, public_key: key, key: '' }
}

export function dataEffectBody(effect: DataEffect): JsonObject {
  return { name: effect.name, value: effect.type === 'data_removed' ? undefined : effect.value }
}

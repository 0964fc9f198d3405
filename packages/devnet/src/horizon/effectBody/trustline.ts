import { formatAmount } from '@sdex/primitives'
import type { TrustlineEffect } from '../../history/effects/effect.ts'
import type { JsonObject } from '../json.ts'
import { renderAsset } from '../values.ts'

export function trustlineEffectBody(effect: TrustlineEffect): JsonObject {
  switch (effect.type) {
    case 'trustline_created':
    case 'trustline_removed':
    case 'trustline_updated': {
      const { line, limit } = effect
      const of =
        line.type === 'pool'
          ? { asset_type: 'liquidity_pool_shares', liquidity_pool_id: line.poolId }
          : renderAsset(line.asset)
      return { ...of, limit: formatAmount(limit) }
    }
    case 'trustline_authorized':
    case 'trustline_deauthorized':
    case 'trustline_authorized_to_maintain_liabilities': {
      const { asset_type, asset_code } = renderAsset(effect.asset)
      return { trustor: effect.trustor, asset_type, asset_code } // the issuer is who did it
    }
    case 'trustline_flags_updated':
      return {
        ...renderAsset(effect.asset),
        trustor: effect.trustor,
        authorized_flag: effect.authorized,
        clawback_enabled_flag: effect.clawbackEnabled,
      }
  }
}

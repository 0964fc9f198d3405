import type { TrustlineAsset } from '../types/history.ts'
import { asset } from './assets.ts'
import { type Fields, text } from './fields.ts'
import type { Seen } from './seen.ts'

/** What a trustline is to, as operations and effects tell it. */
export function trustlineAsset(fields: Fields, seen: Seen): TrustlineAsset {
  const type = fields['asset_type']
  if (type === 'liquidity_pool_shares') {
    return { type: 'pool', poolId: text(fields['liquidity_pool_id'], 'liquidity_pool_id') }
  }
  return asset([type, fields['asset_code'], fields['asset_issuer']], '', seen)
}

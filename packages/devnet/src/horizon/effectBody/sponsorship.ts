import type { SponsorChange, SponsorshipEffect, Trusted } from '../../history/effects/effect.ts'
import type { JsonObject } from '../json.ts'
import { renderBalanceId } from '../operationBody/claimableBalances.ts'
import { renderAsset } from '../values.ts'

export function sponsorshipEffectBody(effect: SponsorshipEffect): JsonObject {
  switch (effect.entry) {
    case 'account':
      return sponsors(effect)
    case 'trustline':
      return { ...trusted(effect.line), ...sponsors(effect) }
    case 'data':
      return { data_name: effect.name, ...sponsors(effect) }
    case 'claimable_balance':
      return { balance_id: renderBalanceId(effect.balanceId), ...sponsors(effect) }
    case 'signer':
      return { signer: effect.key, ...sponsors(effect) }
  }
}

/** The type of a pool's line is another one here than in effects of the line itself. */
function trusted(line: Trusted): JsonObject {
  if (line.type === 'pool') return { asset_type: 'liquidity_pool', liquidity_pool_id: line.poolId }
  return { asset_type: renderAsset(line.asset)['asset_type'], asset: line.asset }
}

function sponsors(change: SponsorChange): JsonObject {
  switch (change.change) {
    case 'created':
      return { sponsor: change.sponsor }
    case 'updated':
      return { former_sponsor: change.formerSponsor, new_sponsor: change.newSponsor }
    case 'removed':
      return { former_sponsor: change.formerSponsor }
  }
}

import type { Effect, EffectRow } from '../../history/effects/effect.ts'
import { renderAddress } from '../addressBody.ts'
import type { JsonObject } from '../json.ts'
import { link } from '../links.ts'
import { renderTime } from '../values.ts'
import { accountEffectBody, dataEffectBody, signerEffectBody } from './account.ts'
import { balanceEffectBody } from './claimableBalance.ts'
import { poolEffectBody } from './liquidityPool.ts'
import { sponsorshipEffectBody } from './sponsorship.ts'
import { tradeEffectBody } from './trade.ts'
import { trustlineEffectBody } from './trustline.ts'

/** Numbers of the types. Sponsorships have theirs from these on: created, updated, removed. */
const NUMBERS = {
  account_created: 0,
  account_removed: 1,
  account_credited: 2,
  account_debited: 3,
  account_thresholds_updated: 4,
  account_home_domain_updated: 5,
  account_flags_updated: 6,
  account_inflation_destination_updated: 7,
  signer_created: 10,
  signer_removed: 11,
  signer_updated: 12,
  trustline_created: 20,
  trustline_removed: 21,
  trustline_updated: 22,
  trustline_authorized: 23,
  trustline_deauthorized: 24,
  trustline_authorized_to_maintain_liabilities: 25,
  trustline_flags_updated: 26,
  trade: 33,
  data_created: 40,
  data_removed: 41,
  data_updated: 42,
  sequence_bumped: 43,
  claimable_balance_created: 50,
  claimable_balance_claimant_created: 51,
  claimable_balance_claimed: 52,
  claimable_balance_clawed_back: 80,
  liquidity_pool_deposited: 90,
  liquidity_pool_withdrew: 91,
  liquidity_pool_trade: 92,
  liquidity_pool_created: 93,
  liquidity_pool_removed: 94,
  liquidity_pool_revoked: 95,
} as const
const SPONSORSHIPS = { account: 60, trustline: 63, data: 66, claimable_balance: 69, signer: 72 } as const
const CHANGES = { created: 0, updated: 1, removed: 2 } as const

/** The cursor that leads past an effect. */
export function effectToken({ operation, index }: EffectRow): string {
  return `${operation}-${index}`
}

/** An effect as every route prints it. */
export function renderEffect(row: EffectRow, origin: string): JsonObject {
  const token = effectToken(row)
  return {
    _links: {
      operation: link(origin, `/operations/${row.operation}`),
      succeeds: link(origin, `/effects?order=desc&cursor=${token}`),
      precedes: link(origin, `/effects?order=asc&cursor=${token}`),
    },
    id: `${row.operation.toString().padStart(19, '0')}-${row.index.toString().padStart(10, '0')}`,
    paging_token: token,
    ...renderAddress('account', row.account),
    ...renderType(row.effect),
    created_at: renderTime(row.closeTime),
    ...ownBody(row.effect),
  }
}

function renderType(effect: Effect): JsonObject {
  if (effect.type !== 'sponsorship') return { type: effect.type, type_i: NUMBERS[effect.type] }
  const { entry, change } = effect
  return { type: `${entry}_sponsorship_${change}`, type_i: SPONSORSHIPS[entry] + CHANGES[change] }
}

function ownBody(effect: Effect): JsonObject {
  switch (effect.type) {
    case 'account_created':
    case 'account_removed':
    case 'account_credited':
    case 'account_debited':
    case 'account_thresholds_updated':
    case 'account_home_domain_updated':
    case 'account_flags_updated':
    case 'account_inflation_destination_updated':
    case 'sequence_bumped':
      return accountEffectBody(effect)
    case 'signer_created':
    case 'signer_removed':
    case 'signer_updated':
      return signerEffectBody(effect)
    case 'trustline_created':
    case 'trustline_removed':
    case 'trustline_updated':
    case 'trustline_authorized':
    case 'trustline_deauthorized':
    case 'trustline_authorized_to_maintain_liabilities':
    case 'trustline_flags_updated':
      return trustlineEffectBody(effect)
    case 'trade':
      return tradeEffectBody(effect)
    case 'data_created':
    case 'data_updated':
    case 'data_removed':
      return dataEffectBody(effect)
    case 'claimable_balance_created':
    case 'claimable_balance_claimed':
    case 'claimable_balance_claimant_created':
    case 'claimable_balance_clawed_back':
      return balanceEffectBody(effect)
    case 'sponsorship':
      return sponsorshipEffectBody(effect)
    default:
      return poolEffectBody(effect)
  }
}

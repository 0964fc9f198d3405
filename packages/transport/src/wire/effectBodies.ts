import type { EffectBody } from '../types/effects.ts'
import type { LiquidityPool, PoolReserve } from '../types/liquidityPools.ts'
import { asset, assetText } from './assets.ts'
import { parsePredicate } from './claimableBalance.ts'
import { accountId, type Fields, flag, inside, int64, list, object, optional, stroops, text } from './fields.ts'
import { parseLiquidityPool, parseReserve } from './liquidityPool.ts'
import type { Seen } from './seen.ts'
import { trustlineAsset } from './trustlineAsset.ts'

type ReadBody = (fields: Fields, seen: Seen) => EffectBody

/** By Horizon's name, the kinds of effects that a trader meets. */
export const effectBodies: ReadonlyMap<string, ReadBody> = new Map<string, ReadBody>([
  [
    'account_created',
    (fields) => ({ type: 'account_created', startingBalance: stroops(fields['starting_balance'], 'starting_balance') }),
  ],
  ['account_removed', () => ({ type: 'account_removed' })],
  ['account_credited', (fields, seen) => ({ type: 'account_credited', ...moved(fields, seen) })],
  ['account_debited', (fields, seen) => ({ type: 'account_debited', ...moved(fields, seen) })],
  ['trustline_created', (fields, seen) => ({ type: 'trustline_created', ...trustline(fields, seen) })],
  ['trustline_updated', (fields, seen) => ({ type: 'trustline_updated', ...trustline(fields, seen) })],
  ['trustline_removed', (fields, seen) => ({ type: 'trustline_removed', ...trustline(fields, seen) })],
  [
    'trustline_flags_updated',
    (fields, seen) => ({
      type: 'trustline_flags_updated',
      trustor: accountId(fields['trustor'], 'trustor', seen),
      asset: trustlineAsset(fields, seen),
      authorized: optional(fields['authorized_flag'], 'authorized_flag', flag),
      clawbackEnabled: optional(fields['clawback_enabled_flag'], 'clawback_enabled_flag', flag),
    }),
  ],
  [
    'trade',
    (fields, seen) => ({
      type: 'trade',
      seller: accountId(fields['seller'], 'seller', seen),
      offerId: int64(fields['offer_id'], 'offer_id'),
      sold: {
        asset: asset(
          [fields['sold_asset_type'], fields['sold_asset_code'], fields['sold_asset_issuer']],
          'sold_',
          seen,
        ),
        amount: stroops(fields['sold_amount'], 'sold_amount'),
      },
      bought: {
        asset: asset(
          [fields['bought_asset_type'], fields['bought_asset_code'], fields['bought_asset_issuer']],
          'bought_',
          seen,
        ),
        amount: stroops(fields['bought_amount'], 'bought_amount'),
      },
    }),
  ],
  ['sequence_bumped', (fields) => ({ type: 'sequence_bumped', sequence: int64(fields['new_seq'], 'new_seq') })],
  ['claimable_balance_created', (fields, seen) => ({ type: 'claimable_balance_created', ...claimable(fields, seen) })],
  ['claimable_balance_claimed', (fields, seen) => ({ type: 'claimable_balance_claimed', ...claimable(fields, seen) })],
  [
    'claimable_balance_claimant_created',
    (fields, seen) => ({
      type: 'claimable_balance_claimant_created',
      ...claimable(fields, seen),
      predicate: parsePredicate(fields['predicate'], 'predicate'),
    }),
  ],
  [
    'liquidity_pool_deposited',
    (fields, seen) => ({
      type: 'liquidity_pool_deposited',
      pool: pool(fields, seen),
      reservesDeposited: list(fields['reserves_deposited'], 'reserves_deposited', (each) => parseReserve(each, seen)),
      sharesReceived: stroops(fields['shares_received'], 'shares_received'),
    }),
  ],
  [
    'liquidity_pool_withdrew',
    (fields, seen) => ({
      type: 'liquidity_pool_withdrew',
      pool: pool(fields, seen),
      reservesReceived: list(fields['reserves_received'], 'reserves_received', (each) => parseReserve(each, seen)),
      sharesRedeemed: stroops(fields['shares_redeemed'], 'shares_redeemed'),
    }),
  ],
  [
    'liquidity_pool_trade',
    (fields, seen) => ({
      type: 'liquidity_pool_trade',
      pool: pool(fields, seen),
      sold: reserve(fields['sold'], 'sold', seen),
      bought: reserve(fields['bought'], 'bought', seen),
    }),
  ],
  ['liquidity_pool_created', (fields, seen) => ({ type: 'liquidity_pool_created', pool: pool(fields, seen) })],
  [
    'liquidity_pool_removed',
    (fields) => ({
      type: 'liquidity_pool_removed',
      poolId: text(fields['liquidity_pool_id'], 'liquidity_pool_id'),
    }),
  ],
  [
    'liquidity_pool_revoked',
    (fields, seen) => ({
      type: 'liquidity_pool_revoked',
      pool: pool(fields, seen),
      reservesRevoked: list(fields['reserves_revoked'], 'reserves_revoked', (each) => ({
        ...parseReserve(each, seen),
        claimableBalanceId: text(object(each)['claimable_balance_id'], 'claimable_balance_id'),
      })),
      sharesRevoked: stroops(fields['shares_revoked'], 'shares_revoked'),
    }),
  ],
])

function moved(fields: Fields, seen: Seen): PoolReserve {
  return {
    asset: asset([fields['asset_type'], fields['asset_code'], fields['asset_issuer']], '', seen),
    amount: stroops(fields['amount'], 'amount'),
  }
}

function trustline(fields: Fields, seen: Seen) {
  return { asset: trustlineAsset(fields, seen), limit: stroops(fields['limit'], 'limit') }
}

function claimable(fields: Fields, seen: Seen) {
  return {
    balanceId: text(fields['balance_id'], 'balance_id'),
    asset: assetText(fields['asset'], 'asset', seen),
    amount: stroops(fields['amount'], 'amount'),
  }
}

function pool(fields: Fields, seen: Seen): LiquidityPool {
  return inside('liquidity_pool', () => parseLiquidityPool(fields['liquidity_pool'], seen))
}

function reserve(value: unknown, path: string, seen: Seen): PoolReserve {
  return inside(path, () => parseReserve(value, seen))
}

import { POOL_FEE_BPS } from '@sdex/matching'
import { formatAmount } from '@sdex/primitives'
import type { PoolEffect, PoolMove } from '../../history/effects/effect.ts'
import type { PoolEntry } from '../../ledger/entries.ts'
import type { JsonObject } from '../json.ts'
import { renderBalanceId } from '../operationBody/claimableBalances.ts'

export function poolEffectBody(effect: PoolEffect): JsonObject {
  return effect.type === 'liquidity_pool_removed' ? { liquidity_pool_id: effect.poolId } : poolMoveBody(effect)
}

function poolMoveBody(effect: Exclude<PoolEffect, { type: 'liquidity_pool_removed' }>): JsonObject {
  const { pool } = effect
  const liquidity_pool = renderPool(pool)
  switch (effect.type) {
    case 'liquidity_pool_created':
      return { liquidity_pool }
    case 'liquidity_pool_deposited':
      return {
        liquidity_pool,
        reserves_deposited: reserves(pool, effect),
        shares_received: formatAmount(effect.shares),
      }
    case 'liquidity_pool_withdrew':
      return { liquidity_pool, reserves_received: reserves(pool, effect), shares_redeemed: formatAmount(effect.shares) }
    case 'liquidity_pool_trade':
      return {
        liquidity_pool,
        sold: { asset: effect.sold, amount: formatAmount(effect.amountSold) },
        bought: { asset: effect.bought, amount: formatAmount(effect.amountBought) },
      }
    case 'liquidity_pool_revoked':
      return {
        liquidity_pool,
        reserves_revoked: effect.reserves.map(({ asset, amount, balanceId }) => ({
          asset,
          amount: formatAmount(amount),
          claimable_balance_id: renderBalanceId(balanceId),
        })),
        shares_revoked: formatAmount(effect.shares),
      }
  }
}

function renderPool(pool: PoolEntry): JsonObject {
  return {
    id: pool.id,
    fee_bp: POOL_FEE_BPS,
    type: 'constant_product',
    total_trustlines: pool.trustlineCount.toString(),
    total_shares: formatAmount(pool.totalShares),
    reserves: reserves(pool, { amountA: pool.reserveA, amountB: pool.reserveB }),
  }
}

function reserves(
  { assetA, assetB }: PoolEntry,
  { amountA, amountB }: Pick<PoolMove, 'amountA' | 'amountB'>,
): readonly JsonObject[] {
  return [
    { asset: assetA, amount: formatAmount(amountA) },
    { asset: assetB, amount: formatAmount(amountB) },
  ]
}

import type { LiquidityPool, PoolReserve } from '../types/liquidityPools.ts'
import { assetText } from './assets.ts'
import { count, countText, list, object, optional, stroops, text } from './fields.ts'
import { createSeen, type Seen } from './seen.ts'

/** One record of `GET /liquidity_pools`, and the pool within an effect. */
export function parseLiquidityPool(body: unknown, seen: Seen = createSeen()): LiquidityPool {
  const fields = object(body)
  return {
    id: text(fields['id'], 'id'),
    feeBp: count(fields['fee_bp'], 'fee_bp'),
    type: text(fields['type'], 'type'),
    trustlineCount: countText(fields['total_trustlines'], 'total_trustlines'),
    totalShares: stroops(fields['total_shares'], 'total_shares'),
    reserves: list(fields['reserves'], 'reserves', (reserve) => parseReserve(reserve, seen)),
    lastModifiedLedger: optional(fields['last_modified_ledger'], 'last_modified_ledger', count),
  }
}

/** An asset in one text, and an amount of it. */
export function parseReserve(body: unknown, seen: Seen = createSeen()): PoolReserve {
  const fields = object(body)
  return { asset: assetText(fields['asset'], 'asset', seen), amount: stroops(fields['amount'], 'amount') }
}

import type { Trade, TradeAggregation } from '../types/trades.ts'
import { asset } from './assets.ts'
import { accountId, countText, decimal, flag, int64, object, optional, stroops, text, timeMs } from './fields.ts'
import { Misfit } from './misfit.ts'
import { ratio } from './prices.ts'
import { createSeen, type Seen } from './seen.ts'

/** One record of `GET /trades`, turned as the server has it. */
export function parseTrade(body: unknown, seen: Seen = createSeen()): Trade {
  const fields = object(body)
  return {
    id: text(fields['id'], 'id'),
    pagingToken: text(fields['paging_token'], 'paging_token'),
    closedAtMs: timeMs(fields['ledger_close_time'], 'ledger_close_time'),
    type: tradeType(fields['trade_type'], 'trade_type'),
    base: {
      asset: asset([fields['base_asset_type'], fields['base_asset_code'], fields['base_asset_issuer']], 'base_', seen),
      amount: stroops(fields['base_amount'], 'base_amount'),
      account: accountOrNone(fields['base_account'], 'base_account', seen),
      offerId: optional(fields['base_offer_id'], 'base_offer_id', int64),
      poolId: optional(fields['base_liquidity_pool_id'], 'base_liquidity_pool_id', text),
    },
    counter: {
      asset: asset(
        [fields['counter_asset_type'], fields['counter_asset_code'], fields['counter_asset_issuer']],
        'counter_',
        seen,
      ),
      amount: stroops(fields['counter_amount'], 'counter_amount'),
      account: accountOrNone(fields['counter_account'], 'counter_account', seen),
      offerId: optional(fields['counter_offer_id'], 'counter_offer_id', int64),
      poolId: optional(fields['counter_liquidity_pool_id'], 'counter_liquidity_pool_id', text),
    },
    baseIsSeller: flag(fields['base_is_seller'], 'base_is_seller'),
    price: ratio(fields['price'], 'price'),
  }
}

/** A pool has none. */
function accountOrNone(value: unknown, path: string, seen: Seen): string | undefined {
  return value === undefined ? undefined : accountId(value, path, seen)
}

function tradeType(value: unknown, path: string): Trade['type'] {
  if (value === 'orderbook' || value === 'liquidity_pool') return value
  throw new Misfit("'orderbook' or 'liquidity_pool'", path)
}

/** One record of `GET /trade_aggregations`. */
export function parseTradeAggregation(body: unknown): TradeAggregation {
  const fields = object(body)
  return {
    startMs: countText(fields['timestamp'], 'timestamp'),
    tradeCount: countText(fields['trade_count'], 'trade_count'),
    baseVolume: stroops(fields['base_volume'], 'base_volume'),
    counterVolume: stroops(fields['counter_volume'], 'counter_volume'),
    averageFloat: decimal(fields['avg'], 'avg'),
    high: ratio(fields['high_r'], 'high_r'),
    low: ratio(fields['low_r'], 'low_r'),
    open: ratio(fields['open_r'], 'open_r'),
    close: ratio(fields['close_r'], 'close_r'),
  }
}

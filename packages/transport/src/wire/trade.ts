import type { Trade, TradeSide } from '../types/trades.ts'
import {
  accountId,
  asset,
  type Fields,
  flag,
  int64,
  Misfit,
  member,
  object,
  optionalMember,
  ratio,
  stroops,
  text,
  timeMs,
} from './fields.ts'

/** One record of `GET /trades`, turned as the server has it. */
export function parseTrade(body: unknown): Trade {
  const fields = object(body)
  return {
    id: member(fields, 'id', text),
    pagingToken: member(fields, 'paging_token', text),
    closedAtMs: member(fields, 'ledger_close_time', timeMs),
    type: member(fields, 'trade_type', tradeType),
    base: parseSide(fields, 'base'),
    counter: parseSide(fields, 'counter'),
    baseIsSeller: member(fields, 'base_is_seller', flag),
    price: member(fields, 'price', ratio),
  }
}

function tradeType(value: unknown): Trade['type'] {
  if (value === 'orderbook' || value === 'liquidity_pool') return value
  throw new Misfit("'orderbook' or 'liquidity_pool'")
}

function parseSide(fields: Fields, side: 'base' | 'counter'): TradeSide {
  return {
    asset: asset(fields, `${side}_`),
    amount: member(fields, `${side}_amount`, stroops),
    account: optionalMember(fields, `${side}_account`, accountId),
    offerId: optionalMember(fields, `${side}_offer_id`, int64),
    poolId: optionalMember(fields, `${side}_liquidity_pool_id`, text),
  }
}

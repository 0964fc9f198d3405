import { InvalidOptionError } from '@sdex/primitives'
import { invalidOption } from '../invalidOption.ts'
import type { HorizonClient } from '../types/client.ts'
import type { Page } from '../types/requests.ts'
import type { Trade, TradeAggregation, TradeAggregationOptions, TradeFilter } from '../types/trades.ts'
import { orientTrade } from '../wire/orientTrade.ts'
import { parseRecords } from '../wire/page.ts'
import { parseTrade, parseTradeAggregation } from '../wire/trade.ts'
import type { Ask } from './ask.ts'
import {
  checkAccountIds,
  checkAssets,
  checkAtMostOne,
  checkHashes,
  checkIds,
  checkPage,
  MAX_LIMIT,
} from './checkInput.ts'
import { pairQuery } from './queries.ts'

/** Trades, one by one and as candles. */
export type TradeReads = Pick<HorizonClient, 'trades' | 'tradeAggregations'>

export function tradeReads(ask: Ask): TradeReads {
  return {
    trades: async ({ account, market, offerId, poolId, type, ...page } = {}) => {
      checkFilter({ account, market, offerId, poolId, type })
      const pair = market === undefined ? {} : pairQuery(market)
      const query = { ...pair, account_id: account, offer_id: offerId, liquidity_pool_id: poolId, trade_type: type }
      const read = market === undefined ? readOriented : parseTrade // of a market the server turns them as it is asked to
      return (await ask.maybePage({ path: '/trades', query, page, cursors: 'pair', read })) ?? NO_TRADES
    },
    tradeAggregations: async (options) => {
      checkCandles(options)
      const { market, resolutionMs, offsetMs, startMs, endMs, cursor, limit = MAX_LIMIT, order, ...call } = options
      const time = cursor === undefined ? undefined : Number(cursor)
      const [start, end] = order === 'desc' ? [startMs, time ?? endMs] : [time ?? startMs, endMs]
      checkSpan(options, start, end)
      const query = {
        ...pairQuery(market),
        resolution: resolutionMs,
        offset: offsetMs,
        start_time: start,
        end_time: end,
        order,
        limit,
      }
      const read = (body: unknown) => candlePage(parseRecords(body, parseTradeAggregation), options)
      return (await ask.maybe({ path: '/trade_aggregations', query, call, read })) ?? NO_TRADES
    },
  }
}

/** Of an asset or account that no trade ever met Horizon says 404. */
const NO_TRADES = { records: [], nextCursor: undefined }

/** A trade turned as every server would. */
function readOriented(...args: Parameters<typeof parseTrade>): Trade {
  return orientTrade(parseTrade(...args))
}

/** What Horizon would refuse. */
function checkFilter({ account, market, offerId, poolId, type }: TradeFilter): void {
  checkAtMostOne({ account, offerId, poolId })
  checkAtMostOne({ market, offerId })
  checkAtMostOne({ market, poolId })
  if (type === 'liquidity_pool') checkAtMostOne({ type, offerId })
  if (type === 'orderbook') checkAtMostOne({ type, poolId })
  checkAccountIds({ account })
  checkIds({ offerId })
  checkHashes({ poolId })
  if (market !== undefined) checkAssets([market.base, market.quote])
}

const RESOLUTIONS: readonly number[] = [60_000, 300_000, 900_000, 3_600_000, 86_400_000, 604_800_000]
const HOUR_MS = 3_600_000

function checkCandles(options: TradeAggregationOptions): void {
  const { market, resolutionMs, offsetMs = 0, startMs, endMs, ...page } = options
  checkPage(page, 'offer') // a cursor is a time here
  checkAssets([market.base, market.quote])
  if (!RESOLUTIONS.includes(resolutionMs)) throw invalidOption('resolutionMs', resolutionMs, `one of ${RESOLUTIONS}`)
  const isOffset = offsetMs >= 0 && offsetMs % HOUR_MS === 0 && offsetMs <= resolutionMs && offsetMs < 24 * HOUR_MS
  if (!isOffset) throw invalidOption('offsetMs', offsetMs, 'whole hours below a day, at most the resolution')
  for (const [name, time] of Object.entries({ startMs, endMs })) {
    if (time === undefined || (Number.isSafeInteger(time) && time >= 0)) continue
    throw invalidOption(name, time, 'whole milliseconds since 1970')
  }
}

/** Horizon rounds a time span inward to whole candles, and refuses one that ends before it begins then. */
function checkSpan({ resolutionMs, offsetMs = 0 }: TradeAggregationOptions, startMs = 0, endMs?: number): void {
  if (endMs === undefined) return
  const candles = (ms: number): number => (Math.max(ms, offsetMs) - offsetMs) / resolutionMs
  const first = startMs === 0 ? 0 : Math.ceil(candles(startMs))
  if (startMs < endMs && endMs >= offsetMs && first <= Math.floor(candles(endMs))) return
  throw new InvalidOptionError({
    message: `There is no candle between startMs ${startMs} and endMs ${endMs}.`,
    remedy: 'Pass a time span that begins before it ends, and is longer than a candle.',
    input: { startMs, endMs },
  })
}

/** Pages go by time. Horizon refuses a span into which no candle fits, so that the end is told before it. */
function candlePage(
  records: readonly TradeAggregation[],
  { resolutionMs, startMs = 0, endMs = Number.POSITIVE_INFINITY, order }: TradeAggregationOptions,
): Page<TradeAggregation> {
  const last = records.at(-1)
  if (last === undefined) return { records, nextCursor: undefined }
  const next = order === 'desc' ? last.startMs : last.startMs + resolutionMs
  const isEnd = order === 'desc' ? next - resolutionMs < startMs : next + resolutionMs > endMs
  return { records, nextCursor: isEnd ? undefined : String(next) }
}

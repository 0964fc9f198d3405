import { compareRatios, type Ratio } from '@sdex/primitives'
import type { AssetId } from '../ledger/entries.ts'
import { turnTrade } from './createHistory.ts'
import type { TradeRow } from './rows.ts'

/** The trades of a market within a span of time. Prices are those of its trades, counter for base, and not reduced. */
export type TradeBucket = {
  /** When the span begins, Unix ms. */
  readonly startMs: number
  readonly count: number
  /** In stroops; may exceed 64 bits. */
  readonly baseVolume: bigint
  readonly counterVolume: bigint
  readonly high: Ratio
  readonly low: Ratio
  readonly open: Ratio
  readonly close: Ratio
}

/** Which spans to make of rows. */
export type BucketQuery = {
  readonly base: AssetId
  readonly resolutionMs: number
  readonly offsetMs: number
  /** The order in which the rows come. */
  readonly order: 'asc' | 'desc'
  readonly limit: number
}

/** Trades whose rounding moved the price by so many percent are left out (Horizon's `ROUNDING_SLIPPAGE_FILTER`). */
const MAX_SLIPPAGE = 1_000n

/**
 * Puts the rows of a market into spans, and stops once there are enough. Yields, between two pages of rows, how many the last one had, so that long
 * work can be cut into slices.
 */
export function* tradeBuckets(
  pages: Iterable<readonly TradeRow[]>,
  query: BucketQuery,
): Generator<number, readonly TradeBucket[]> {
  const buckets: TradeBucket[] = []
  let now: Tally | undefined
  for (const rows of pages) {
    for (const stored of rows) {
      if ((stored.roundingSlippage ?? 0n) >= MAX_SLIPPAGE) continue
      const row = stored.base.asset === query.base ? stored : turnTrade(stored)
      const startMs = bucketStart(row.closeTime * 1000, query)
      if (now?.startMs !== startMs) {
        if (now !== undefined) buckets.push(now)
        if (buckets.length === query.limit) return buckets
        now = emptyTally(startMs, row.price)
      }
      count(now, row, query.order)
    }
    yield rows.length
  }
  if (now !== undefined) buckets.push(now)
  return buckets
}

function bucketStart(ms: number, { resolutionMs, offsetMs }: BucketQuery): number {
  return Math.floor((ms - offsetMs) / resolutionMs) * resolutionMs + offsetMs
}

type Tally = { -readonly [Name in keyof TradeBucket]: TradeBucket[Name] }

function emptyTally(startMs: number, price: Ratio): Tally {
  const prices = { high: price, low: price, open: price, close: price }
  return { startMs, count: 0, baseVolume: 0n, counterVolume: 0n, ...prices }
}

/** Of two prices that are the same number, the later one's fraction is shown. */
function count(tally: Tally, { base, counter, price }: TradeRow, order: BucketQuery['order']): void {
  const isLater = order === 'asc'
  const [aboveHigh, belowLow] = [compareRatios(price, tally.high), compareRatios(tally.low, price)]
  tally.count += 1
  tally.baseVolume += base.amount
  tally.counterVolume += counter.amount
  if (isLater ? aboveHigh >= 0 : aboveHigh > 0) tally.high = price
  if (isLater ? belowLow >= 0 : belowLow > 0) tally.low = price
  if (isLater) tally.close = price
  else tally.open = price
}

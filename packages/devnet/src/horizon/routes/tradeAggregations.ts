import { setImmediate } from 'node:timers/promises'
import { formatAmount, formatRatio, type Ratio } from '@sdex/primitives'
import { marketKey } from '../../history/historyKeys.ts'
import type { TradeRow } from '../../history/rows.ts'
import { positionInOperation, toid } from '../../history/toid.ts'
import { type TradeBucket, tradeBuckets } from '../../history/tradeBuckets.ts'
import { inSlices } from '../../paths/inSlices.ts'
import { type AggregationQuery, aggregationQuery, aggregationRange } from '../aggregationQuery.ts'
import type { ApiRequest } from '../apiRequest.ts'
import { averagePrice } from '../averagePrice.ts'
import { latestLedger } from '../historyPage.ts'
import type { Json } from '../json.ts'
import { encodeQuery } from '../paging.ts'
import { notFound, ProblemError } from '../problem.ts'
import type { HorizonData, SlowRoute } from '../route.ts'

/** Rows that are put into spans before others get their turn: about a millisecond. */
const SLICE_ROWS = 500

export function tradeAggregationRoutes(data: HorizonData): readonly SlowRoute[] {
  return [
    {
      path: '/trade_aggregations',
      family: 'history',
      start: (request) => {
        const query = aggregationQuery(request, latestLedger(data))
        checkAssets(data, query)
        const range = aggregationRange(query)
        const within = positionsBetween(data, range)
        const work = tradeBuckets(rowsOf(data, query, within), query)
        return async (signal) => {
          const pause = (): Promise<void> => setImmediate(undefined, { signal })
          return renderAggregations(request, query, await inSlices(work, { maxWork: SLICE_ROWS, pause }))
        }
      },
    },
  ]
}

function checkAssets({ history }: HorizonData, { base, counter }: AggregationQuery): void {
  for (const [field, asset] of [
    ['base_asset', base],
    ['counter_asset', counter],
  ] as const) {
    if (history.hasTraded(asset)) continue
    throw new ProblemError({ ...notFound, extras: { invalid_field: field, reason: 'not found' } })
  }
}

type Within = { readonly first: bigint; readonly last: bigint }

/** The positions of trades between two times (Unix ms; 0 is open), of the ledgers that are there now. */
function positionsBetween(data: HorizonData, range: { readonly startMs: number; readonly endMs: number }): Within {
  const first = range.startMs === 0 ? 0 : firstLedgerFrom(data, range.startMs)
  const end = range.endMs === 0 ? latestLedger(data) + 1 : firstLedgerFrom(data, range.endMs)
  return { first: positionInOperation(toid(first), 0), last: positionInOperation(toid(end), 0) - 1n }
}

/** The first ledger that closed at a time or later; the one after the last when none did. */
function firstLedgerFrom(data: HorizonData, ms: number): number {
  let low = data.history.elder?.header.ledgerSequence ?? 0
  let high = latestLedger(data) + 1
  while (low < high) {
    const middle = (low + high) >>> 1
    const closeTime = data.history.ledger(middle)?.header.closeTime ?? Number.POSITIVE_INFINITY
    if (closeTime * 1000 < ms) low = middle + 1
    else high = middle
  }
  return low
}

/** The rows of a market, a page at a time, so that what a request does not come to is not read. */
function* rowsOf(
  { history }: HorizonData,
  { base, counter, order }: AggregationQuery,
  within: Within,
): Generator<readonly TradeRow[]> {
  const limit = SLICE_ROWS
  let cursor = order === 'asc' ? within.first - 1n : within.last + 1n
  for (;;) {
    const rows = history.trades.of(marketKey(base, counter))?.read({ cursor, order, limit, within }) ?? []
    yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < limit) return
    cursor = last.position
  }
}

function renderAggregations(request: ApiRequest, query: AggregationQuery, buckets: readonly TradeBucket[]): Json {
  const self = `${request.origin}${request.url}`
  const last = buckets.at(-1)
  const next = last === undefined ? self : nextUrl(request, query, last)
  return {
    _links: { self: { href: self }, next: { href: next }, prev: { href: '' } },
    _embedded: { records: buckets.map(renderBucket) },
  }
}

/** Pages go on by time. Upwards they end at `end_time`, also where it is absent, which Horizon takes for 0. */
function nextUrl(request: ApiRequest, { order, resolutionMs, endMs }: AggregationQuery, last: TradeBucket): string {
  const query = new URLSearchParams(request.query)
  if (order === 'asc') query.set('start_time', Math.min(last.startMs + resolutionMs, endMs).toString())
  else query.set('end_time', last.startMs.toString())
  return `${request.origin}${request.path}?${encodeQuery(query)}`
}

function renderBucket({ startMs, count, baseVolume, counterVolume, ...prices }: TradeBucket): Json {
  return {
    timestamp: startMs.toString(),
    trade_count: count.toString(),
    base_volume: formatAmount(baseVolume),
    counter_volume: formatAmount(counterVolume),
    avg: averagePrice(counterVolume, baseVolume),
    high: formatRatio(prices.high, 7),
    high_r: renderRatio(prices.high),
    low: formatRatio(prices.low, 7),
    low_r: renderRatio(prices.low),
    open: formatRatio(prices.open, 7),
    open_r: renderRatio(prices.open),
    close: formatRatio(prices.close, 7),
    close_r: renderRatio(prices.close),
  }
}

function renderRatio({ n, d }: Ratio): Json {
  return { n: n.toString(), d: d.toString() }
}

import { POOL_FEE_BPS } from '@sdex/matching'
import { formatAmount } from '@sdex/primitives'
import { turnTrade } from '../../history/createHistory.ts'
import { accountKey, marketKey, offerKey, poolKey, venueKey } from '../../history/historyKeys.ts'
import type { TradeRow, TradeSide } from '../../history/rows.ts'
import type { Timeline } from '../../history/timeline.ts'
import type { AssetId } from '../../ledger/entries.ts'
import { type ApiRequest, accountParameter, idParameter, parameter } from '../apiRequest.ts'
import { tradesAsset } from '../assetParameters.ts'
import { openHistory, readOperationHistory } from '../historyPage.ts'
import type { JsonObject } from '../json.ts'
import { link } from '../links.ts'
import { poolParameter } from '../operationScope.ts'
import type { PageRecord, Paging } from '../paging.ts'
import { invalidField, notFound, ProblemError } from '../problem.ts'
import type { HorizonData, Resource, Route } from '../route.ts'
import { renderAsset, renderTime } from '../values.ts'

/** The route itself and its nested forms, whose parameter stands in the path. */
export function tradeRoutes(data: HorizonData): readonly Route[] {
  const parents = ['', '/accounts/{account_id}', '/offers/{offer_id}', '/liquidity_pools/{liquidity_pool_id}']
  return parents.map((parent) => ({
    path: `${parent}/trades`,
    family: 'history',
    streams: true,
    open: (request) => openTrades(data, request),
  }))
}

type TradeFilter = {
  readonly pair: { readonly base: AssetId; readonly counter: AssetId } | undefined
  readonly account: string | undefined
  readonly offer: bigint | undefined
  /** Lower-case hex. */
  readonly pool: string | undefined
  readonly venue: TradeRow['venue'] | undefined
}

function openTrades(data: HorizonData, request: ApiRequest): Resource {
  const paging = openHistory(data, request)
  const filter = tradeFilter(request)
  return { type: 'page', paging, read: (at) => readTrades(data, { request, filter, paging: at }) }
}

function tradeFilter(request: ApiRequest): TradeFilter {
  const account = accountParameter(request, 'account_id')
  const offer = idParameter(request, 'offer_id', 'Offer ID must be an integer higher than 0')
  const pool = poolParameter(request)
  const tradeType = parameter(request, 'trade_type') || 'all'
  if ([account, offer, pool].filter((given) => given !== undefined).length > 1) {
    const reason = 'Use a single filter for trades, you can only use one of account_id, liquidity_pool_id, offer_id'
    throw invalidField('account_id,liquidity_pool_id,offer_id', reason)
  }
  const pair = tradesPair(request)
  if (pair !== undefined && offer !== undefined) throw pairExcludes('offer_id', 'offer id')
  if (pair !== undefined && pool !== undefined) throw pairExcludes('liquidity_pool_id', 'liquidity pool id')
  const venue = tradeVenue(tradeType, { offer: offer !== undefined, pool: pool !== undefined })
  return { pair, account, offer, pool, venue }
}

function tradesPair(request: ApiRequest): TradeFilter['pair'] {
  const base = tradesAsset(request, 'base')
  const counter = tradesAsset(request, 'counter')
  if (base !== undefined && counter !== undefined) return { base, counter }
  if (base === undefined && counter === undefined) return undefined
  const reason = 'this endpoint supports asset pairs but only one asset supplied'
  throw invalidField('base_asset_type,counter_asset_type', reason)
}

function pairExcludes(field: string, name: string): ProblemError {
  const reason = `this endpoint does not support filtering by both asset pair and ${name} `
  return invalidField(`base_asset_type,counter_asset_type,${field}`, reason)
}

function tradeVenue(
  tradeType: string,
  filter: { readonly offer: boolean; readonly pool: boolean },
): TradeFilter['venue'] {
  if (tradeType === 'all') return undefined
  if (tradeType !== 'orderbook' && tradeType !== 'liquidity_pool') {
    throw invalidField('trade_type', 'Trade type must be all, orderbook, or liquidity_pool')
  }
  const excluded = tradeType === 'orderbook' ? filter.pool && 'liquidity_pool_id' : filter.offer && 'offer_id'
  if (excluded !== false)
    throw invalidField('trade_type', `trade_type ${tradeType} cannot be used with the ${excluded} filter`)
  return tradeType
}

type TradeQuery = { readonly request: ApiRequest; readonly filter: TradeFilter; readonly paging: Paging }

function readTrades(data: HorizonData, { request, filter, paging }: TradeQuery): readonly PageRecord[] {
  if (!isKnown(data, filter)) throw new ProblemError(notFound)
  const { pair } = filter
  const where = rowTest(filter)
  return readOperationHistory(paging, narrowestRows(data, filter), { where }).map((row) => {
    const turned = pair !== undefined && row.base.asset !== pair.base ? turnTrade(row) : row
    return { token: tradeToken(row), body: renderTrade(request.origin, turned) }
  })
}

/** An offer that was never there has no trades; anything else that was never there is not found. */
function isKnown({ history, state }: HorizonData, { pair, account, pool }: TradeFilter): boolean {
  if (pair !== undefined && !(history.hasTraded(pair.base) && history.hasTraded(pair.counter))) return false
  if (account !== undefined && !history.knowsAccount(account)) return false
  return pool === undefined || state.pool(pool) !== undefined || history.trades.of(poolKey(pool)) !== undefined
}

/** What remains to be asked of {@link narrowestRows}; undefined when nothing does. */
function rowTest({ pair, account, offer, pool, venue }: TradeFilter): ((row: TradeRow) => boolean) | undefined {
  const isOfPair = ({ base, counter }: TradeRow): boolean =>
    pair === undefined ||
    (base.asset === pair.base && counter.asset === pair.counter) ||
    (base.asset === pair.counter && counter.asset === pair.base)
  if (account !== undefined) return (row) => (venue === undefined || row.venue === venue) && isOfPair(row)
  const isAmongOthers = venue !== undefined && (pair !== undefined || offer !== undefined || pool !== undefined)
  return isAmongOthers ? (row) => row.venue === venue : undefined
}

/** The fewest rows in which all are that a filter asks for; undefined when there is none. */
function narrowestRows(
  { history: { trades } }: HorizonData,
  { pair, account, offer, pool, venue }: TradeFilter,
): Timeline<TradeRow> | undefined {
  if (account !== undefined) return trades.of(accountKey(account))
  if (offer !== undefined) return trades.of(offerKey(offer))
  if (pool !== undefined) return trades.of(poolKey(pool))
  if (pair !== undefined) return trades.of(marketKey(pair.base, pair.counter))
  return venue === undefined ? trades.all : trades.of(venueKey(venue))
}

function tradeToken(row: TradeRow): string {
  return `${row.operation}-${row.index}`
}

function renderTrade(origin: string, row: TradeRow): JsonObject {
  return {
    _links: {
      self: { href: '' }, // Horizon never fills it in
      base: link(origin, sidePath(row.base)),
      counter: link(origin, sidePath(row.counter)),
      operation: link(origin, `/operations/${row.operation}`),
    },
    id: tradeToken(row),
    paging_token: tradeToken(row),
    ledger_close_time: renderTime(row.closeTime),
    trade_type: row.venue,
    liquidity_pool_fee_bp: row.venue === 'liquidity_pool' ? POOL_FEE_BPS : undefined,
    ...renderSide('base', row.base),
    ...renderSide('counter', row.counter),
    base_is_seller: row.baseIsSeller,
    price: { n: row.price.n.toString(), d: row.price.d.toString() },
  }
}

function sidePath(side: TradeSide): string {
  return side.type === 'pool' ? `/liquidity_pools/${side.poolId}` : `/accounts/${side.account}`
}

function renderSide(name: 'base' | 'counter', side: TradeSide): JsonObject {
  const party =
    side.type === 'pool'
      ? { [`${name}_liquidity_pool_id`]: side.poolId }
      : { [`${name}_offer_id`]: side.offerId.toString(), [`${name}_account`]: side.account }
  return { ...party, [`${name}_amount`]: formatAmount(side.amount), ...renderAsset(side.asset, `${name}_`) }
}

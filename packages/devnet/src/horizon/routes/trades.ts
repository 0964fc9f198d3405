import { formatAmount } from '@sdex/primitives'
import { accountKey, marketKey, offerKey, turnTrade } from '../../history/createHistory.ts'
import type { TradeRow, TradeSide } from '../../history/rows.ts'
import type { AssetId } from '../../ledger/entries.ts'
import { type ApiRequest, accountParameter, idParameter, parameter } from '../apiRequest.ts'
import { tradesAsset } from '../assetParameters.ts'
import { openHistory, readOperationHistory } from '../historyPage.ts'
import type { JsonObject } from '../json.ts'
import { link } from '../links.ts'
import type { PageRecord, Paging } from '../paging.ts'
import { invalidField, notFound, ProblemError } from '../problem.ts'
import type { HorizonData, Resource, Route } from '../route.ts'
import { renderAsset, renderTime } from '../values.ts'

/** The route itself and its nested forms, whose parameter stands in the path. */
export function tradeRoutes(data: HorizonData): readonly Route[] {
  return ['/trades', '/accounts/{account_id}/trades', '/offers/{offer_id}/trades'].map((path) => ({
    path,
    family: 'history',
    streams: true,
    open: (request) => openTrades(data, request),
  }))
}

type TradeFilter = {
  readonly pair: { readonly base: AssetId; readonly counter: AssetId } | undefined
  readonly account: string | undefined
  readonly offer: bigint | undefined
  /** There are no pools here: asking for their trades finds none. */
  readonly poolsOnly: boolean
}

function openTrades(data: HorizonData, request: ApiRequest): Resource {
  const paging = openHistory(data, request)
  const filter = tradeFilter(request)
  return { type: 'page', paging, read: (at) => readTrades(data, { request, filter, paging: at }) }
}

function tradeFilter(request: ApiRequest): TradeFilter {
  const account = accountParameter(request, 'account_id')
  const offer = idParameter(request, 'offer_id', 'Offer ID must be an integer higher than 0')
  const pool = parameter(request, 'liquidity_pool_id')
  const tradeType = parameter(request, 'trade_type') || 'all'
  if (pool !== '' && !/^[0-9a-f]{64}$/.test(pool)) {
    throw invalidField('liquidity_pool_id', `${pool} does not validate as sha256`)
  }
  if ([account, offer, pool || undefined].filter((given) => given !== undefined).length > 1) {
    const reason = 'Use a single filter for trades, you can only use one of account_id, liquidity_pool_id, offer_id'
    throw invalidField('account_id,liquidity_pool_id,offer_id', reason)
  }
  const pair = tradesPair(request)
  if (pair !== undefined && offer !== undefined) throw pairExcludes('offer_id', 'offer id')
  if (pair !== undefined && pool !== '') throw pairExcludes('liquidity_pool_id', 'liquidity pool id')
  checkTradeType(tradeType, { offer: offer !== undefined, pool: pool !== '' })
  if (pool !== '') throw new ProblemError(notFound)
  return { pair, account, offer, poolsOnly: tradeType === 'liquidity_pool' }
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

function checkTradeType(tradeType: string, filter: { readonly offer: boolean; readonly pool: boolean }): void {
  const refuse = (reason: string): never => {
    throw invalidField('trade_type', reason)
  }
  if (!['all', 'orderbook', 'liquidity_pool'].includes(tradeType)) {
    refuse('Trade type must be all, orderbook, or liquidity_pool')
  }
  if (tradeType === 'liquidity_pool' && filter.offer) {
    refuse('trade_type liquidity_pool cannot be used with the offer_id filter')
  }
  if (tradeType === 'orderbook' && filter.pool) {
    refuse('trade_type orderbook cannot be used with the liquidity_pool_id filter')
  }
}

type TradeQuery = { readonly request: ApiRequest; readonly filter: TradeFilter; readonly paging: Paging }

function readTrades({ history }: HorizonData, { request, filter, paging }: TradeQuery): readonly PageRecord[] {
  const { pair, account, offer } = filter
  const isPairKnown = pair === undefined || (history.hasTraded(pair.base) && history.hasTraded(pair.counter))
  const isAccountKnown = account === undefined || history.knowsAccount(account)
  if (!isPairKnown || !isAccountKnown) throw new ProblemError(notFound)
  if (filter.poolsOnly) return []
  const market = pair && marketKey(pair.base, pair.counter)
  const key = account === undefined ? (market ?? offerRows(offer)) : accountKey(account)
  const rows = key === undefined ? history.trades.all : history.trades.of(key)
  const where = (row: TradeRow): boolean =>
    market === undefined || market === marketKey(row.base.asset, row.counter.asset)
  return readOperationHistory(paging, rows, { where }).map((row) => {
    const turned = pair !== undefined && row.base.asset !== pair.base ? turnTrade(row) : row
    return { token: tradeToken(row), body: renderTrade(request.origin, turned) }
  })
}

function offerRows(offer: bigint | undefined): string | undefined {
  return offer === undefined ? undefined : offerKey(offer)
}

function tradeToken(row: TradeRow): string {
  return `${row.operation}-${row.index}`
}

function renderTrade(origin: string, row: TradeRow): JsonObject {
  return {
    _links: {
      self: { href: '' }, // Horizon never fills it in
      base: link(origin, `/accounts/${row.base.account}`),
      counter: link(origin, `/accounts/${row.counter.account}`),
      operation: link(origin, `/operations/${row.operation}`),
    },
    id: tradeToken(row),
    paging_token: tradeToken(row),
    ledger_close_time: renderTime(row.closeTime),
    trade_type: 'orderbook',
    ...renderSide('base', row.base),
    ...renderSide('counter', row.counter),
    base_is_seller: row.baseIsSeller,
    price: { n: row.price.n.toString(), d: row.price.d.toString() },
  }
}

function renderSide(name: 'base' | 'counter', side: TradeSide): JsonObject {
  return {
    [`${name}_offer_id`]: side.offerId.toString(),
    [`${name}_account`]: side.account,
    [`${name}_amount`]: formatAmount(side.amount),
    ...renderAsset(side.asset, `${name}_`),
  }
}

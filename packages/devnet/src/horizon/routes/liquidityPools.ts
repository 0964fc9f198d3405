import { POOL_FEE_BPS } from '@sdex/matching'
import { formatAmount } from '@sdex/primitives'
import type { PoolEntry } from '../../ledger/entries.ts'
import type { PoolFilter } from '../../stateIndex/stateIndex.ts'
import { type ApiRequest, accountParameter, poolParameter } from '../apiRequest.ts'
import { reservesFilter } from '../assetParameters.ts'
import { openTextState } from '../historyPage.ts'
import type { JsonObject } from '../json.ts'
import { link, pageLink } from '../links.ts'
import type { PageRecord } from '../paging.ts'
import { notFound, ProblemError, serverError } from '../problem.ts'
import type { HorizonData, Resource, Route } from '../route.ts'
import { readListing, textCursor } from '../statePage.ts'
import { renderLastModified } from '../values.ts'

export function liquidityPoolRoutes(data: HorizonData): readonly Route[] {
  return [
    { path: '/liquidity_pools', family: 'state', streams: false, open: (request) => openPools(data, request) },
    {
      path: '/liquidity_pools/{liquidity_pool_id}',
      family: 'state',
      streams: false,
      open: (request) => {
        const id = poolParameter(request, 'liquidity_pool_id') ?? ''
        return { type: 'object', read: () => renderPool(data, request.origin, findPool(data, id)) }
      },
    },
  ]
}

function openPools(data: HorizonData, request: ApiRequest): Resource {
  const filter = poolFilter(request)
  const paging = openTextState(data, request)
  const render = (id: string): PageRecord => ({
    token: id,
    body: renderPool(data, request.origin, findPool(data, id)),
  })
  return {
    type: 'page',
    paging,
    read: (at) => readListing(data.index.pools(filter), at, { past: textCursor(at), render }),
  }
}

/** Horizon has no answer to both filters at once but a server error. */
function poolFilter(request: ApiRequest): PoolFilter {
  const holder = accountParameter(request, 'account')
  const reserves = reservesFilter(request)
  if (holder === undefined) return { reserves }
  if (reserves.length === 0) return { holder }
  throw new ProblemError(serverError)
}

function findPool({ state }: HorizonData, id: string): PoolEntry {
  const pool = state.pool(id)
  if (pool !== undefined) return pool
  throw new ProblemError(notFound)
}

function renderPool(data: HorizonData, origin: string, pool: PoolEntry): JsonObject {
  const path = `/liquidity_pools/${pool.id}`
  return {
    _links: {
      self: link(origin, path),
      transactions: pageLink(origin, `${path}/transactions`),
      operations: pageLink(origin, `${path}/operations`),
    },
    id: pool.id,
    paging_token: pool.id,
    fee_bp: POOL_FEE_BPS,
    type: 'constant_product',
    total_trustlines: pool.trustlineCount.toString(),
    total_shares: formatAmount(pool.totalShares),
    reserves: [
      { asset: pool.assetA, amount: formatAmount(pool.reserveA) },
      { asset: pool.assetB, amount: formatAmount(pool.reserveB) },
    ],
    ...renderLastModified(data, pool.lastModifiedLedger),
  }
}

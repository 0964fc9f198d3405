import { formatAmount } from '@sdex/primitives'
import { type AssetId, issuerOf } from '../../ledger/entries.ts'
import type { AssetStatistics } from '../../stateIndex/assetStatistics.ts'
import { renderFlags } from '../accountBody.ts'
import type { ApiRequest } from '../apiRequest.ts'
import { assetCursor, assetNameFilter } from '../assetParameters.ts'
import { openTextState } from '../historyPage.ts'
import type { JsonObject } from '../json.ts'
import type { PageRecord } from '../paging.ts'
import type { HorizonData, Resource, Route } from '../route.ts'
import { readListing } from '../statePage.ts'
import { renderAsset } from '../values.ts'

export function assetRoutes(data: HorizonData): readonly Route[] {
  return [{ path: '/assets', family: 'state', streams: false, open: (request) => openAssets(data, request) }]
}

function openAssets(data: HorizonData, request: ApiRequest): Resource {
  const paging = openTextState(data, request)
  const filter = assetNameFilter(request)
  const past = assetCursor(paging.cursor)
  const render = (asset: AssetId): PageRecord | undefined => {
    const statistics = data.index.statistics(asset)
    return statistics && { token: tokenOf(asset), body: renderStatistics(data, statistics) }
  }
  return { type: 'page', paging, read: (at) => readListing(data.index.assets(filter), at, { past, render }) }
}

function tokenOf(asset: AssetId): string {
  const { asset_type: type } = renderAsset(asset)
  return `${asset.replace(':', '_')}_${String(type)}`
}

function renderStatistics({ state }: HorizonData, statistics: AssetStatistics): JsonObject {
  const { asset, authorized, maintaining, unauthorized, claimable, pooled } = statistics
  const issuer = state.account(issuerOf(asset) ?? '')
  return {
    _links: { toml: { href: tomlUrl(issuer?.homeDomain ?? '') } },
    ...renderAsset(asset),
    paging_token: tokenOf(asset),
    num_claimable_balances: claimable.count,
    num_liquidity_pools: pooled.count,
    num_contracts: 0, // there are no contracts here, so none holds or is an asset
    accounts: {
      authorized: authorized.count,
      authorized_to_maintain_liabilities: maintaining.count,
      unauthorized: unauthorized.count,
    },
    claimable_balances_amount: formatAmount(claimable.amount),
    liquidity_pools_amount: formatAmount(pooled.amount),
    contracts_amount: formatAmount(0n),
    balances: {
      authorized: formatAmount(authorized.amount),
      authorized_to_maintain_liabilities: formatAmount(maintaining.amount),
      unauthorized: formatAmount(unauthorized.amount),
    },
    flags: renderFlags(issuer?.flags ?? 0),
  }
}

/** Where an issuer says what its assets are (SEP-1). */
function tomlUrl(homeDomain: string): string {
  return homeDomain === '' ? '' : `https://${homeDomain}/.well-known/stellar.toml`
}

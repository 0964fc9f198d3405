import { NEWEST_PROTOCOL } from '../../ledger/protocol.ts'
import type { JsonObject } from '../json.ts'
import { link, pageLink } from '../links.ts'
import type { HorizonData, Route } from '../route.ts'
import { renderTime } from '../values.ts'
import { reachableFrom } from './friendbot.ts'

const HORIZON_VERSION = `${NEWEST_PROTOCOL}.0.0-sdex-devnet`
const CORE_VERSION = `stellar-core ${NEWEST_PROTOCOL}.0.0 (sdex-devnet)`

export function rootRoutes(data: HorizonData, friendbotUrl: string): readonly Route[] {
  return [
    {
      path: '/',
      family: 'instance',
      streams: false,
      open: ({ origin }) => ({ type: 'object', read: () => renderRoot(data, { origin, friendbotUrl }) }),
    },
  ]
}

type Places = { readonly origin: string; readonly friendbotUrl: string }

function renderRoot({ history, passphrase, core }: HorizonData, places: Places): JsonObject {
  const latest = history.latest?.header
  const sequence = latest?.ledgerSequence ?? 0
  return {
    _links: rootLinks(places),
    horizon_version: HORIZON_VERSION,
    core_version: CORE_VERSION,
    ingest_latest_ledger: sequence,
    history_latest_ledger: sequence,
    history_latest_ledger_closed_at: latest === undefined ? '0001-01-01T00:00:00Z' : renderTime(latest.closeTime),
    history_elder_ledger: history.elder?.header.ledgerSequence ?? 0,
    core_latest_ledger: core?.latestLedger ?? sequence,
    network_passphrase: passphrase,
    current_protocol_version: latest?.ledgerVersion ?? 0,
    supported_protocol_version: NEWEST_PROTOCOL,
    core_supported_protocol_version: NEWEST_PROTOCOL,
  }
}

const PAIR = ['base', 'counter']
  .flatMap((side) => ['type', 'code', 'issuer'].map((part) => `${side}_asset_${part}={${side}_asset_${part}}`))
  .join('&')

/** Every link of Horizon's. */
function rootLinks({ origin, friendbotUrl }: Places): JsonObject {
  const to = (path: string): JsonObject => link(origin, path)
  const pages = (path: string): JsonObject => pageLink(origin, path)
  return {
    account: to('/accounts/{account_id}'),
    accounts: to('/accounts{?signer,sponsor,asset,liquidity_pool,cursor,limit,order}'),
    account_transactions: pages('/accounts/{account_id}/transactions'),
    claimable_balances: to('/claimable_balances{?asset,sponsor,claimant,cursor,limit,order}'),
    assets: to('/assets{?asset_code,asset_issuer,cursor,limit,order}'),
    effects: pages('/effects'),
    fee_stats: to('/fee_stats'),
    friendbot: link(new URL(reachableFrom(origin, friendbotUrl)).origin, '/{?addr}'), // Horizon drops the path of the URL
    ledger: to('/ledgers/{sequence}'),
    ledgers: pages('/ledgers'),
    liquidity_pools: to('/liquidity_pools{?reserves,account,cursor,limit,order}'),
    offer: to('/offers/{offer_id}'),
    offers: to('/offers{?selling,buying,seller,sponsor,cursor,limit,order}'),
    operation: to('/operations/{id}'),
    operations: to('/operations{?cursor,limit,order,include_failed}'),
    order_book: to(
      '/order_book{?selling_asset_type,selling_asset_code,selling_asset_issuer,buying_asset_type,buying_asset_code,buying_asset_issuer,limit}',
    ),
    payments: to('/payments{?cursor,limit,order,include_failed}'),
    self: to('/'),
    strict_receive_paths: to(
      '/paths/strict-receive{?source_assets,source_account,destination_account,destination_asset_type,destination_asset_issuer,destination_asset_code,destination_amount}',
    ),
    strict_send_paths: to(
      '/paths/strict-send{?destination_account,destination_assets,source_asset_type,source_asset_issuer,source_asset_code,source_amount}',
    ),
    trade_aggregations: to(`/trade_aggregations?${PAIR}`),
    trades: to(`/trades?${PAIR}`),
    transaction: to('/transactions/{hash}'),
    transactions: pages('/transactions'),
  }
}

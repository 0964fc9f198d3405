import type { Card } from '../card.ts'
import { ascends, holds, matches, need, same } from '../expectations.ts'
import { at, isObject, textAt } from '../json.ts'
import { hasShape } from '../shape.ts'

const root = 'Horizon: GET /'
const fees = 'Horizon: GET /fee_stats'
const page = '{?cursor,limit,order}'
const trades =
  '?base_asset_type={base_asset_type}&base_asset_code={base_asset_code}&base_asset_issuer={base_asset_issuer}&counter_asset_type={counter_asset_type}&counter_asset_code={counter_asset_code}&counter_asset_issuer={counter_asset_issuer}'

/** The links of the root, without friendbot, which is not everywhere. */
const ROOT_LINKS: Readonly<Record<string, string>> = {
  account: '/accounts/{account_id}',
  accounts: '/accounts{?signer,sponsor,asset,liquidity_pool,cursor,limit,order}',
  account_transactions: `/accounts/{account_id}/transactions${page}`,
  claimable_balances: '/claimable_balances{?asset,sponsor,claimant,cursor,limit,order}',
  assets: '/assets{?asset_code,asset_issuer,cursor,limit,order}',
  effects: `/effects${page}`,
  fee_stats: '/fee_stats',
  ledger: '/ledgers/{sequence}',
  ledgers: `/ledgers${page}`,
  liquidity_pools: '/liquidity_pools{?reserves,account,cursor,limit,order}',
  offer: '/offers/{offer_id}',
  offers: '/offers{?selling,buying,seller,sponsor,cursor,limit,order}',
  operation: '/operations/{id}',
  operations: '/operations{?cursor,limit,order,include_failed}',
  order_book:
    '/order_book{?selling_asset_type,selling_asset_code,selling_asset_issuer,buying_asset_type,buying_asset_code,buying_asset_issuer,limit}',
  payments: '/payments{?cursor,limit,order,include_failed}',
  self: '/',
  strict_receive_paths:
    '/paths/strict-receive{?source_assets,source_account,destination_account,destination_asset_type,destination_asset_issuer,destination_asset_code,destination_amount}',
  strict_send_paths:
    '/paths/strict-send{?destination_account,destination_assets,source_asset_type,source_asset_issuer,source_asset_code,source_amount}',
  trade_aggregations: `/trade_aggregations${trades}`,
  trades: `/trades${trades}`,
  transaction: '/transactions/{hash}',
  transactions: `/transactions${page}`,
}
const PERCENTILES = ['p10', 'p20', 'p30', 'p40', 'p50', 'p60', 'p70', 'p80', 'p90', 'p95', 'p99']
const FEES = ['max', 'min', 'mode', ...PERCENTILES].map((name) => `${name}"#"`).join(' ')

/** What the server says of itself and of fees. */
export const instanceCards: readonly Card[] = [
  {
    number: 85,
    title: 'the root has its members in order',
    source: root,
    run: async ({ read }) =>
      hasShape(
        'root',
        await read('/'),
        '_links{} horizon_version core_version ingest_latest_ledger# history_latest_ledger# history_latest_ledger_closed_at@ ' +
          'history_elder_ledger# core_latest_ledger# network_passphrase current_protocol_version# ' +
          'supported_protocol_version# core_supported_protocol_version#',
      ),
  },
  {
    number: 86,
    title: 'the root links to every route, in order',
    source: root,
    run: async ({ read, horizonUrl }) => {
      const links = at(await read('/'), '_links')
      const { friendbot: _, ...others } = isObject(links) ? links : {}
      const hrefs = Object.entries(others).map(([name, link]) => [name, textAt(link, 'href')])
      same(
        'links',
        hrefs,
        Object.entries(ROOT_LINKS).map(([name, path]) => [name, `${horizonUrl}${path}`]),
      )
    },
  },
  {
    number: 87,
    title: 'a link is templated exactly when it has braces',
    source: 'Horizon: links',
    run: async ({ read }) => {
      for (const [name, link] of Object.entries(at(await read('/'), '_links') ?? {})) {
        const expected = textAt(link, 'href').includes('{') ? ['href', 'templated'] : ['href']
        same(`members of ${name}`, Object.keys(link), expected)
      }
    },
  },
  {
    number: 88,
    title: 'the root links to friendbot where there is one, between fee_stats and ledger',
    source: root,
    run: async ({ read, get }) => {
      const links = at(await read('/'), '_links') ?? {}
      const names = Object.keys(links)
      const isThere = (await get('/friendbot')).status !== 404
      same('place', names.indexOf('friendbot'), isThere ? names.indexOf('fee_stats') + 1 : -1)
      if (isThere) matches('friendbot', at(links, 'friendbot.href'), /^https?:\/\/[^/]+\/\{\?addr\}$/)
    },
  },
  {
    number: 89,
    title: 'the root names the ledgers that history has',
    source: root,
    run: async ({ read, first }) => {
      const ledger = await first('/ledgers?order=desc&limit=1')
      const [now, oldest] = [await read('/'), await first('/ledgers?limit=1')]
      const latest = Number(at(now, 'history_latest_ledger'))
      const ingested = Number(at(now, 'ingest_latest_ledger'))
      holds(
        'history_latest_ledger is the newest',
        latest >= Number(at(ledger, 'sequence')) && latest <= ingested,
        latest,
      )
      const elder = Number(at(now, 'history_elder_ledger'))
      holds('history_elder_ledger is the oldest', Math.abs(Number(at(oldest, 'sequence')) - elder) < 20, elder)
      same('current_protocol_version', at(now, 'current_protocol_version'), at(ledger, 'protocol_version'))
    },
  },
  {
    number: 90,
    title: 'fee statistics have their members in order, all numbers as text',
    source: fees,
    run: async ({ read }) =>
      hasShape(
        'fee_stats',
        await read('/fee_stats'),
        `last_ledger"#" last_ledger_base_fee"#" ledger_capacity_usage fee_charged{${FEES}} max_fee{${FEES}}`,
      ),
  },
  {
    number: 91,
    title: 'capacity usage is a fraction in the shortest form of two decimals at most',
    source: fees,
    run: async ({ read }) => {
      matches('ledger_capacity_usage', at(await read('/fee_stats'), 'ledger_capacity_usage'), /^(0|1|0\.\d?[1-9])$/)
    },
  },
  {
    number: 92,
    title: 'fee percentiles rise from min to max, and the mode is among them',
    source: fees,
    run: async ({ read }) => {
      const stats = await read('/fee_stats')
      for (const side of ['fee_charged', 'max_fee']) {
        const values = ['min', ...PERCENTILES, 'max'].map((name) => BigInt(textAt(stats, `${side}.${name}`)))
        ascends(side, values)
        const mode = BigInt(textAt(stats, `${side}.mode`))
        holds(`mode of ${side} is in range`, mode >= (values[0] ?? 0n) && mode <= (values.at(-1) ?? 0n), mode)
      }
    },
  },
  {
    number: 93,
    title: 'without transactions in five ledgers every fee is the base fee',
    source: fees,
    needs: 'stage',
    run: async ({ read, ledgers, records }) => {
      await ledgers(6)
      const stats = await read('/fee_stats')
      const last = Number(textAt(stats, 'last_ledger'))
      const rows = await records('/ledgers?order=desc&limit=20')
      const isIdle = rows
        .filter((row) => Number(at(row, 'sequence')) > last - 5)
        .every(
          (row) => Number(at(row, 'successful_transaction_count')) + Number(at(row, 'failed_transaction_count')) === 0,
        )
      need(isIdle || undefined, 'Others use the network.')
      const base = textAt(stats, 'last_ledger_base_fee')
      same('capacity', textAt(stats, 'ledger_capacity_usage'), '0')
      for (const side of ['fee_charged', 'max_fee']) {
        const values = Object.values(at(stats, side) ?? {})
        same(
          side,
          values,
          values.map(() => base),
        )
      }
    },
  },
]

import { parseAccount, parseAccountData } from '../../src/wire/account.ts'
import { parseAssetStats } from '../../src/wire/assetStats.ts'
import { parseClaimableBalance } from '../../src/wire/claimableBalance.ts'
import { parseEffect } from '../../src/wire/effect.ts'
import { parseLedger } from '../../src/wire/ledger.ts'
import { parseLiquidityPool } from '../../src/wire/liquidityPool.ts'
import { parseFeeStats, parseHealth, parseNetwork } from '../../src/wire/network.ts'
import { parseOffer } from '../../src/wire/offer.ts'
import { parseOperation } from '../../src/wire/operation.ts'
import { parseOrderBookBody } from '../../src/wire/orderBook.ts'
import { parsePage, parseRecords } from '../../src/wire/page.ts'
import { parsePath } from '../../src/wire/path.ts'
import { parseTrade, parseTradeAggregation } from '../../src/wire/trade.ts'
import { parseTransaction } from '../../src/wire/transaction.ts'
import { effects } from './effects.ts'
import { candle, ledger, path, trade, transaction } from './history.ts'
import { issuer, market, native, page, wire } from './names.ts'
import { operations } from './operations.ts'
import { account, assetStats, bookRow, claimableBalance, offer, pool } from './state.ts'

const distribution = Object.fromEntries(['max', 'min', 'mode', 'p10', 'p50', 'p95', 'p99'].map((key) => [key, '100']))

/** A body, and the parser that reads it. */
export type Sample = {
  readonly name: string
  readonly body: unknown
  readonly read: (body: unknown) => unknown
}

/** A body of each route. */
export const samples: readonly Sample[] = [
  {
    name: 'root',
    read: parseNetwork,
    body: {
      horizon_version: '28.0.0',
      core_version: 'v28',
      history_latest_ledger: 5,
      history_latest_ledger_closed_at: '2026-01-02T03:04:05Z',
      history_elder_ledger: 1,
      core_latest_ledger: 5,
      network_passphrase: 'Test',
      current_protocol_version: 28,
    },
  },
  { name: 'health', read: parseHealth, body: { database_connected: true, core_up: true, core_synced: false } },
  {
    name: 'fee stats',
    read: parseFeeStats,
    body: {
      last_ledger: '5',
      last_ledger_base_fee: '100',
      ledger_capacity_usage: '0.16',
      fee_charged: distribution,
      max_fee: distribution,
    },
  },
  { name: 'account', read: (body) => parseAccount(body), body: account },
  { name: 'accounts', read: (body) => parsePage(body, parseAccount), body: page(account, account) },
  { name: 'account data', read: parseAccountData, body: { value: 'djE=', sponsor: issuer } },
  { name: 'offers', read: (body) => parsePage(body, parseOffer), body: page(offer, { ...offer, id: 7 }) },
  {
    name: 'order book',
    read: (body) => parseOrderBookBody(body, market, 5),
    body: { bids: [bookRow, bookRow], asks: [bookRow], base: native(), counter: wire() },
  },
  { name: 'trades', read: (body) => parsePage(body, parseTrade), body: page(trade, trade) },
  { name: 'aggregations', read: (body) => parseRecords(body, parseTradeAggregation), body: page(candle) },
  { name: 'paths', read: (body) => parseRecords(body, parsePath), body: page(path) },
  { name: 'pools', read: (body) => parsePage(body, parseLiquidityPool), body: page(pool) },
  { name: 'balances', read: (body) => parsePage(body, parseClaimableBalance), body: page(claimableBalance) },
  { name: 'assets', read: (body) => parsePage(body, parseAssetStats), body: page(assetStats) },
  { name: 'ledgers', read: (body) => parsePage(body, parseLedger), body: page(ledger) },
  { name: 'transactions', read: (body) => parsePage(body, parseTransaction), body: page(transaction) },
  { name: 'operations', read: (body) => parsePage(body, parseOperation), body: page(...operations) },
  { name: 'effects', read: (body) => parsePage(body, parseEffect), body: page(...effects) },
]

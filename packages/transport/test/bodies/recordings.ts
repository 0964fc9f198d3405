import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseAccount } from '../../src/wire/account.ts'
import { parseEffect } from '../../src/wire/effect.ts'
import { parseLedger } from '../../src/wire/ledger.ts'
import { parseLiquidityPool } from '../../src/wire/liquidityPool.ts'
import { parseFeeStats, parseNetwork } from '../../src/wire/network.ts'
import { parseOffer } from '../../src/wire/offer.ts'
import { parseOperation } from '../../src/wire/operation.ts'
import { parseOrderBookBody } from '../../src/wire/orderBook.ts'
import { parsePage, parseRecords } from '../../src/wire/page.ts'
import { parsePath } from '../../src/wire/path.ts'
import { parseTrade, parseTradeAggregation } from '../../src/wire/trade.ts'
import { parseTransaction } from '../../src/wire/transaction.ts'
import { market } from './names.ts'
import type { Sample } from './samples.ts'

const FOLDER = fileURLToPath(new URL('../../../../../shared/data/horizon-responses/', import.meta.url))

const readers: Readonly<Record<string, Sample['read']>> = {
  'account.json': (body) => parseAccount(body),
  'fee_stats.json': parseFeeStats,
  'ledger.json': parseLedger,
  'liquidity_pool.json': (body) => parseLiquidityPool(body),
  'offer.json': (body) => parseOffer(body),
  'order_book.json': (body) => parseOrderBookBody(body, market, undefined),
  'path.json': (body) => parsePath(body),
  'root.json': parseNetwork,
  'trade_aggregation.json': parseTradeAggregation,
  'trade_liquidity_pool.json': (body) => parseTrade(body),
  'trade_orderbook.json': (body) => parseTrade(body),
  'transaction.json': parseTransaction,
  'transaction_failed.json': parseTransaction,
  'transaction_fee_bump.json': parseTransaction,
  'pages/accounts.json': (body) => parsePage(body, parseAccount),
  'pages/effects.json': (body) => parsePage(body, parseEffect),
  'pages/ledgers.json': (body) => parsePage(body, parseLedger),
  'pages/liquidity_pools.json': (body) => parsePage(body, parseLiquidityPool),
  'pages/offers.json': (body) => parsePage(body, parseOffer),
  'pages/operations.json': (body) => parsePage(body, parseOperation),
  'pages/strict_receive_paths.json': (body) => parseRecords(body, parsePath),
  'pages/strict_send_paths.json': (body) => parseRecords(body, parsePath),
  'pages/trade_aggregations.json': (body) => parseRecords(body, parseTradeAggregation),
  'pages/trades.json': (body) => parsePage(body, parseTrade),
  ...perFile('effects', (body) => parseEffect(body)),
  ...perFile('operations', (body) => parseOperation(body)),
}

/** Bodies recorded from the public network, where they are at hand; none where they are not. */
export const recordings: readonly Sample[] = existsSync(FOLDER)
  ? Object.entries(readers).map(([path, read]) => ({
      name: `recorded ${path}`,
      body: JSON.parse(readFileSync(`${FOLDER}${path}`, 'utf8')),
      read,
    }))
  : []

function perFile(folder: string, read: Sample['read']): Readonly<Record<string, Sample['read']>> {
  if (!existsSync(`${FOLDER}${folder}`)) return {}
  return Object.fromEntries(readdirSync(`${FOLDER}${folder}`).map((file) => [`${folder}/${file}`, read]))
}

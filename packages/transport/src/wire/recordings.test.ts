import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { market } from '../../test/bodies/names.ts'
import { parseAccount } from './account.ts'
import { parseEffect } from './effect.ts'
import { parseLedger } from './ledger.ts'
import { parseLiquidityPool } from './liquidityPool.ts'
import { parseFeeStats, parseNetwork } from './network.ts'
import { parseOffer } from './offer.ts'
import { parseOperation } from './operation.ts'
import { parseOrderBookBody } from './orderBook.ts'
import { parsePage, parseRecords } from './page.ts'
import { parsePath } from './path.ts'
import { parseTrade, parseTradeAggregation } from './trade.ts'
import { parseTransaction } from './transaction.ts'

/** Bodies recorded from the public network, where they are at hand. */
const FOLDER = fileURLToPath(new URL('../../../../../shared/data/horizon-responses/', import.meta.url))

const readers: Readonly<Record<string, (body: unknown) => unknown>> = {
  'account.json': parseAccount,
  'fee_stats.json': parseFeeStats,
  'ledger.json': parseLedger,
  'liquidity_pool.json': parseLiquidityPool,
  'offer.json': parseOffer,
  'order_book.json': (body) => parseOrderBookBody(body, market, undefined),
  'path.json': parsePath,
  'root.json': parseNetwork,
  'trade_aggregation.json': parseTradeAggregation,
  'trade_liquidity_pool.json': parseTrade,
  'trade_orderbook.json': parseTrade,
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
}

/** One record a file; the file has the name of its type. */
const folders: Readonly<Record<string, (body: unknown) => { readonly type: string }>> = {
  effects: (body) => parseEffect(body),
  operations: (body) => parseOperation(body),
}

const isHere = existsSync(FOLDER)
const recorded = (path: string): unknown => JSON.parse(readFileSync(`${FOLDER}${path}`, 'utf8'))

test.skipIf(!isHere).each(Object.entries(readers))('behavior: the recorded %s is read', (path, read) => {
  expect(read(recorded(path))).toBeTypeOf('object')
})

test.skipIf(!isHere)('behavior: each recorded operation and effect is read as its kind', () => {
  for (const [folder, read] of Object.entries(folders)) {
    for (const file of readdirSync(`${FOLDER}${folder}`)) {
      const { type } = read(recorded(`${folder}/${file}`))
      const isNamed = file !== 'set_options.json'
      expect(isNamed ? file.startsWith(type) : type === 'other', `${file} is ${type}`).toBe(true)
    }
  }
})

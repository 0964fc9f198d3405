import { createMarket, type IssuedAsset, type Market, XLM } from '@sdex/primitives'
import { accountIdOf } from '@sdex/testkit'
import { parseAccount, parseAccountData } from '../src/wire/account.ts'
import { parseAssetStats } from '../src/wire/assetStats.ts'
import { parseClaimableBalance } from '../src/wire/claimableBalance.ts'
import { parseEffect } from '../src/wire/effect.ts'
import { parseLedger } from '../src/wire/ledger.ts'
import { parseLiquidityPool } from '../src/wire/liquidityPool.ts'
import { parseFeeStats, parseHealth, parseNetwork } from '../src/wire/network.ts'
import { parseOffer } from '../src/wire/offer.ts'
import { parseOperation } from '../src/wire/operation.ts'
import { parseOrderBookBody } from '../src/wire/orderBook.ts'
import { parsePage, parseRecords } from '../src/wire/page.ts'
import { parsePath } from '../src/wire/path.ts'
import { parseTrade, parseTradeAggregation } from '../src/wire/trade.ts'
import { parseTransaction } from '../src/wire/transaction.ts'

export const issuer: string = accountIdOf('issuer')
export const trader: string = accountIdOf('trader')
export const other: string = accountIdOf('other')
/** A JSON object as Horizon sends it. */
export type Wire = Readonly<Record<string, unknown>>

export const usd: IssuedAsset = { type: 'issued', code: 'USD', issuer }
export const market: Market = createMarket(XLM, usd)
export const poolId: string = 'ab'.repeat(32)
export const balanceId: string = `00000000${'cd'.repeat(32)}`
export const hash: string = 'ef'.repeat(32)

/** An asset in three members. */
const wire = (prefix = ''): Wire => ({
  [`${prefix}asset_type`]: 'credit_alphanum4',
  [`${prefix}asset_code`]: 'USD',
  [`${prefix}asset_issuer`]: issuer,
})
const native = (prefix = ''): Wire => ({ [`${prefix}asset_type`]: 'native' })
const usdText = `USD:${issuer}`

export const page = (...records: unknown[]): Wire => ({ _links: {}, _embedded: { records } })

const flags = { auth_required: false, auth_revocable: true, auth_immutable: false, auth_clawback_enabled: false }

export const account: Wire = {
  id: trader,
  account_id: trader,
  sequence: '257698037760000007',
  sequence_ledger: 60_000_000,
  sequence_time: '1767323045',
  subentry_count: 2,
  home_domain: 'example.org',
  last_modified_ledger: 60_000_000,
  last_modified_time: '2026-01-02T03:04:05Z',
  thresholds: { low_threshold: 0, med_threshold: 1, high_threshold: 2 },
  flags,
  balances: [
    { balance: '1.0000000', liquidity_pool_id: poolId, limit: '9.0000000', asset_type: 'liquidity_pool_shares' },
    {
      balance: '25.0000000',
      limit: '922337203685.4775807',
      buying_liabilities: '5.0000000',
      selling_liabilities: '0.0000000',
      is_authorized: true,
      is_authorized_to_maintain_liabilities: true,
      ...wire(),
    },
    { balance: '100.0000000', buying_liabilities: '0.0000000', selling_liabilities: '10.0000000', ...native() },
  ],
  signers: [{ weight: 1, key: trader, type: 'ed25519_public_key' }],
  data: { k: 'djE=' },
  num_sponsoring: 0,
  num_sponsored: 1,
  sponsor: issuer,
  paging_token: trader,
}

const offer: Wire = {
  id: '123456',
  paging_token: '123456',
  seller: trader,
  selling: native(),
  buying: wire(),
  amount: '10.0000000',
  price_r: { n: 1, d: 4 },
  price: '0.2500000',
  last_modified_ledger: 60_000_000,
  sponsor: issuer,
}

const bookRow = { price_r: { n: 6, d: 25 }, price: '0.2400000', amount: '12.0000000' }

const trade: Wire = {
  id: '257698037760049153-0',
  paging_token: '257698037760049153-0',
  ledger_close_time: '2026-01-02T03:04:05Z',
  trade_type: 'liquidity_pool',
  liquidity_pool_fee_bp: 30,
  base_liquidity_pool_id: poolId,
  base_amount: '4.0000000',
  ...native('base_'),
  counter_offer_id: '4869384056187437057',
  counter_account: trader,
  counter_amount: '1.0000000',
  ...wire('counter_'),
  base_is_seller: true,
  price: { n: '1', d: '4' },
}

export const candle: Wire = {
  timestamp: '1767322800000',
  trade_count: '3',
  base_volume: '40.0000000',
  counter_volume: '10.1000000',
  avg: '0.2525000',
  high: '0.2600000',
  high_r: { n: '13', d: '50' },
  low_r: { n: '1', d: '4' },
  open_r: { n: '1', d: '4' },
  close_r: { n: '13', d: '50' },
}

export const path: Wire = {
  ...native('source_'),
  source_amount: '4.0000000',
  ...wire('destination_'),
  destination_amount: '1.0000000',
  path: [native(), wire()],
}

export const pool: Wire = {
  id: poolId,
  paging_token: poolId,
  fee_bp: 30,
  type: 'constant_product',
  total_trustlines: '4',
  total_shares: '1000.0000000',
  reserves: [
    { asset: 'native', amount: '500.0000000' },
    { asset: usdText, amount: '120.0000000' },
  ],
  last_modified_ledger: 60_000_000,
  last_modified_time: null,
}

const predicate = {
  and: [
    { not: { abs_before: '2024-07-05T00:00:00Z', abs_before_epoch: '1720137600' } },
    { or: [{ unconditional: true }, { rel_before: '3600' }] },
  ],
}

export const claimableBalance: Wire = {
  id: balanceId,
  asset: usdText,
  amount: '7.0000000',
  sponsor: issuer,
  last_modified_ledger: 60_000_000,
  claimants: [{ destination: trader, predicate }],
  flags: { clawback_enabled: false },
  paging_token: `60000000-${balanceId}`,
}

export const assetStats: Wire = {
  ...wire(),
  paging_token: `USD_${issuer}_credit_alphanum4`,
  num_claimable_balances: 1,
  num_liquidity_pools: 2,
  num_contracts: 0,
  accounts: { authorized: 3, authorized_to_maintain_liabilities: 0, unauthorized: 1 },
  claimable_balances_amount: '7.0000000',
  liquidity_pools_amount: '99922337203685.4775807',
  contracts_amount: '0.0000000',
  balances: {
    authorized: '5.0000000',
    authorized_to_maintain_liabilities: '0.0000000',
    unauthorized: '0.0000000',
  },
  flags,
}

const ledger: Wire = {
  id: hash,
  paging_token: '257698037760000000',
  hash,
  prev_hash: hash,
  sequence: 60_000_000,
  successful_transaction_count: 3,
  failed_transaction_count: 1,
  operation_count: 9,
  tx_set_operation_count: 12,
  closed_at: '2026-01-02T03:04:05Z',
  base_fee_in_stroops: 100,
  base_reserve_in_stroops: 5_000_000,
  max_tx_set_size: 1_000,
  protocol_version: 26,
}

export const transaction: Wire = {
  memo: '7',
  id: hash,
  paging_token: '257698037760049152',
  successful: true,
  hash,
  ledger: 60_000_000,
  created_at: '2026-01-02T03:04:05Z',
  source_account: trader,
  source_account_sequence: '257698037760000008',
  fee_account: issuer,
  fee_charged: '200',
  max_fee: 400,
  operation_count: 1,
  envelope_xdr: 'AAAA',
  result_xdr: 'AAAA',
  memo_type: 'id',
  signatures: [],
  inner_transaction: { hash, signatures: [], max_fee: '100' },
}

const operationBase = {
  id: '257698037760049153',
  paging_token: '257698037760049153',
  transaction_successful: true,
  source_account: trader,
  created_at: '2026-01-02T03:04:05Z',
  transaction_hash: hash,
}
const parties = { from: trader, from_muxed: 'MA', from_muxed_id: '7', to: other }
const pathPayment = { ...wire(), ...parties, amount: '1.0000000', path: [native()], source_amount: '4.0000000' }
const offerTerms = {
  amount: '1.0000000',
  price: '2.0000000',
  price_r: { n: 2, d: 1 },
  ...native('buying_'),
  ...wire('selling_'),
}
const reserves = [
  { asset: 'native', amount: '1.0000000' },
  { asset: usdText, amount: '2.0000000' },
]

/** An operation of each kind that the types name, and some that they do not. */
export const operations: readonly Wire[] = [
  { type: 'create_account', starting_balance: '10.0000000', funder: trader, account: other },
  { type: 'payment', ...native(), ...parties, amount: '1.0000000', sponsor: issuer, transaction },
  { type: 'path_payment_strict_receive', ...pathPayment, source_max: '5.0000000', ...native('source_') },
  { type: 'path_payment_strict_send', ...pathPayment, destination_min: '0.5000000', ...native('source_') },
  { type: 'manage_sell_offer', ...offerTerms, offer_id: '0' },
  { type: 'manage_buy_offer', ...offerTerms, offer_id: 544656471 },
  { type: 'create_passive_sell_offer', ...offerTerms },
  { type: 'change_trust', ...wire(), limit: '0.0000000', trustee: issuer, trustor: trader },
  {
    type: 'change_trust',
    asset_type: 'liquidity_pool_shares',
    liquidity_pool_id: poolId,
    limit: '1.0000000',
    trustor: trader,
  },
  {
    type: 'allow_trust',
    ...wire(),
    trustee: issuer,
    trustor: trader,
    authorize: false,
    authorize_to_maintain_liabilities: true,
  },
  { type: 'set_trust_line_flags', ...wire(), trustor: trader, set_flags: [1, 2], set_flags_s: ['authorized'] },
  { type: 'account_merge', account: trader, into: other },
  { type: 'bump_sequence', bump_to: '257698037760000009' },
  {
    type: 'create_claimable_balance',
    asset: 'native',
    amount: '1.0000000',
    claimants: [{ destination: trader, predicate }],
  },
  { type: 'claim_claimable_balance', balance_id: balanceId, claimant: trader },
  { type: 'clawback', ...wire(), from: trader, amount: '1.0000000' },
  {
    type: 'liquidity_pool_deposit',
    liquidity_pool_id: poolId,
    reserves_max: reserves,
    min_price: '1.0000000',
    min_price_r: { n: 1, d: 1 },
    max_price: '2.0000000',
    max_price_r: { n: 2, d: 1 },
    reserves_deposited: [{ amount: '0.0000000' }, { amount: '0.0000000' }],
    shares_received: '0.0000000',
  },
  {
    type: 'liquidity_pool_withdraw',
    liquidity_pool_id: poolId,
    reserves_min: reserves,
    shares: '1.0000000',
    reserves_received: reserves,
  },
  { type: 'set_options', home_domain: 'example.org' },
  { type: 'constructor' },
].map((body) => ({ ...operationBase, ...body }))

const effectBase = {
  id: '0257698037760049153-0000000001',
  paging_token: '257698037760049153-1',
  account: trader,
  created_at: '2026-01-02T03:04:05Z',
}
const claimable = { asset: usdText, balance_id: balanceId, amount: '7.0000000' }
const line = { ...wire(), limit: '9.0000000' }
const { last_modified_ledger: _ledger, last_modified_time: _time, ...shownPool } = pool

/** An effect of each kind that the types name, and some that they do not. */
export const effects: readonly Wire[] = [
  { type: 'account_created', starting_balance: '10.0000000' },
  { type: 'account_removed' },
  { type: 'account_credited', ...wire(), amount: '1.0000000', account_muxed: 'MA', account_muxed_id: '7' },
  { type: 'account_debited', ...native(), amount: '1.0000000' },
  { type: 'trustline_created', ...line },
  { type: 'trustline_updated', ...line },
  {
    type: 'trustline_removed',
    asset_type: 'liquidity_pool_shares',
    liquidity_pool_id: poolId,
    limit: '0.0000000',
  },
  { type: 'trustline_flags_updated', ...wire(), trustor: trader, authorized_flag: false },
  {
    type: 'trade',
    seller: other,
    offer_id: '123456',
    sold_amount: '1.0000000',
    ...wire('sold_'),
    bought_amount: '4.0000000',
    ...native('bought_'),
  },
  { type: 'sequence_bumped', new_seq: '257698037760000009' },
  { type: 'claimable_balance_created', ...claimable },
  { type: 'claimable_balance_claimed', ...claimable },
  { type: 'claimable_balance_claimant_created', ...claimable, predicate },
  {
    type: 'liquidity_pool_deposited',
    liquidity_pool: shownPool,
    reserves_deposited: reserves,
    shares_received: '1.0000000',
  },
  {
    type: 'liquidity_pool_withdrew',
    liquidity_pool: shownPool,
    reserves_received: reserves,
    shares_redeemed: '1.0000000',
  },
  { type: 'liquidity_pool_trade', liquidity_pool: shownPool, sold: reserves[0], bought: reserves[1] },
  { type: 'liquidity_pool_created', liquidity_pool: shownPool },
  { type: 'liquidity_pool_removed', liquidity_pool_id: poolId },
  {
    type: 'liquidity_pool_revoked',
    liquidity_pool: shownPool,
    reserves_revoked: [{ asset: usdText, amount: '1.0000000', claimable_balance_id: balanceId }],
    shares_revoked: '1.0000000',
  },
  { type: 'signer_created', weight: 1, public_key: trader, key: '' },
].map((body) => ({ ...effectBase, ...body }))

const distribution = Object.fromEntries(['max', 'min', 'mode', 'p10', 'p50', 'p95', 'p99'].map((key) => [key, '100']))

/** A body of each route, and the parser that reads it. */
export const samples: readonly {
  readonly name: string
  readonly body: unknown
  readonly read: (body: unknown) => unknown
}[] = [
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

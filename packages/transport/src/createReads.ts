import { type Asset, formatAsset, type Market } from '@sdex/primitives'
import type { Query } from './baseUrl.ts'
import type { Requester } from './createRequester.ts'
import { AccountNotFoundError, WrongNetworkError } from './errors.ts'
import { type Answer, latestLedgerOf, readBody, responseError } from './parseAnswer.ts'
import type { HorizonClient } from './types/client.ts'
import type { AtLedger, CallOptions, Page, PageOptions } from './types/requests.ts'
import { parseAccount } from './wire/account.ts'
import { parseLedger } from './wire/ledger.ts'
import { parseFeeStats, parseNetwork } from './wire/network.ts'
import { parseOffer } from './wire/offer.ts'
import { parseOrderBookBody } from './wire/orderBook.ts'
import { parsePage } from './wire/page.ts'
import { parseTrade } from './wire/trade.ts'
import { parseTransaction } from './wire/transaction.ts'

/** The requests that read. */
export type Reads = Pick<
  HorizonClient,
  | 'network'
  | 'feeStats'
  | 'account'
  | 'offers'
  | 'orderBook'
  | 'trades'
  | 'ledgers'
  | 'ledger'
  | 'transactions'
  | 'transaction'
>

/** Horizon's largest page, and deepest book. */
export const MAX_LIMIT = 200

/**
 * Makes typed reads of a requester.
 *
 * @param networkPassphrase - When given, `network` refuses a server of another network.
 */
export function createReads(requester: Requester, networkPassphrase?: string): Reads {
  const ok = async (path: string, query: Query, call: CallOptions): Promise<Answer> => {
    const answer = await requester.get(path, query, call)
    if (answer.status === 200) return answer
    throw responseError(answer)
  }
  const page = async <Item>(
    path: string,
    query: Query,
    { cursor, limit = MAX_LIMIT, order, ...call }: PageOptions,
    read: (record: unknown) => Item,
  ): Promise<{ answer: Answer; page: Page<Item> }> => {
    const answer = await ok(path, { ...query, cursor, limit, order }, call)
    return { answer, page: readBody(answer, (body) => parsePage(body, read)) }
  }
  return {
    network: async (call = {}) => {
      const network = readBody(await ok('/', {}, call), parseNetwork)
      if (networkPassphrase === undefined || network.passphrase === networkPassphrase) return network
      throw wrongNetwork(networkPassphrase, network.passphrase)
    },
    feeStats: async (call = {}) => readBody(await ok('/fee_stats', {}, call), parseFeeStats),
    account: async (accountId, call = {}) => {
      const answer = await requester.get(`/accounts/${encodeURIComponent(accountId)}`, {}, call)
      if (answer.status === 404) throw accountNotFound(accountId, answer)
      if (answer.status !== 200) throw responseError(answer)
      return { ledger: latestLedgerOf(answer), value: readBody(answer, parseAccount) }
    },
    offers: async ({ seller, selling, buying, ...options }) => {
      const query = { seller, selling: assetText(selling), buying: assetText(buying) }
      return atLedger(await page('/offers', query, options, parseOffer))
    },
    orderBook: async (market, { limit = MAX_LIMIT, ...call } = {}) => {
      const answer = await ok('/order_book', { ...bookQuery(market), limit }, call)
      const ledger = latestLedgerOf(answer)
      return { ledger, value: readBody(answer, (body) => parseOrderBookBody(body, market, ledger)) }
    },
    trades: async ({ account, market, offerId, ...options }) => {
      const query = { ...(market === undefined ? {} : pairQuery(market)), account_id: account, offer_id: offerId }
      return (await page('/trades', query, options, parseTrade)).page
    },
    ledgers: async (options = {}) => (await page('/ledgers', {}, options, parseLedger)).page,
    ledger: async (sequence, call = {}) => readBody(await ok(`/ledgers/${sequence}`, {}, call), parseLedger),
    transactions: async ({ account, includeFailed, ...options }) => {
      const path = account === undefined ? '/transactions' : `/accounts/${encodeURIComponent(account)}/transactions`
      return (await page(path, { include_failed: includeFailed }, options, parseTransaction)).page
    },
    transaction: async (hash, call = {}) => {
      const answer = await requester.get(`/transactions/${encodeURIComponent(hash)}`, {}, call)
      if (answer.status === 404) return undefined
      if (answer.status !== 200) throw responseError(answer)
      return readBody(answer, parseTransaction)
    },
  }
}

/** The query of a market's book. */
export function bookQuery({ base, quote }: Market): Query {
  return { ...assetQuery('selling_', base), ...assetQuery('buying_', quote) }
}

/** The query of a market's trades: the answers are turned as the query has them. */
export function pairQuery({ base, quote }: Market): Query {
  return { ...assetQuery('base_', base), ...assetQuery('counter_', quote) }
}

function assetQuery(prefix: string, asset: Asset): Query {
  if (asset.type === 'native') return { [`${prefix}asset_type`]: 'native' }
  return {
    [`${prefix}asset_type`]: asset.code.length <= 4 ? 'credit_alphanum4' : 'credit_alphanum12',
    [`${prefix}asset_code`]: asset.code,
    [`${prefix}asset_issuer`]: asset.issuer,
  }
}

function assetText(asset: Asset | undefined): string | undefined {
  return asset === undefined ? undefined : formatAsset(asset)
}

function atLedger<Item>({ answer, page }: { answer: Answer; page: Page<Item> }): AtLedger<Page<Item>> {
  return { ledger: latestLedgerOf(answer), value: page }
}

function accountNotFound(accountId: string, { headers }: Answer): AccountNotFoundError {
  const ledger = Number(headers['latest-ledger'] ?? 0)
  return new AccountNotFoundError({
    ledger: Number.isSafeInteger(ledger) && ledger > 0 ? ledger : undefined,
    message: `There is no account ${accountId} on this network.`,
    remedy: 'Check the account id and the network, or fund the account.',
    input: accountId,
  })
}

function wrongNetwork(wanted: string, found: string): WrongNetworkError {
  return new WrongNetworkError({
    message: `The server is of the network "${found}", not of "${wanted}".`,
    remedy: 'Use the URL of a server of that network, or name the network that the server has.',
    input: found,
  })
}

import { formatAsset, type Market } from '@sdex/primitives'
import type { Query } from '../baseUrl.ts'
import type { HorizonClient } from '../types/client.ts'
import { parseOffer } from '../wire/offer.ts'
import { parseOrderBookBody } from '../wire/orderBook.ts'
import { scanOrderBook } from '../wire/scanOrderBook.ts'
import type { Ask } from './ask.ts'
import { checkAccountIds, checkAssets, checkIds, checkLimit, MAX_LIMIT } from './checkInput.ts'
import { bookQuery } from './queries.ts'

/** Offers and books of the newest ledger. */
export type OfferReads = Pick<HorizonClient, 'offers' | 'offer' | 'orderBook'>

export function offerReads(ask: Ask): OfferReads {
  const queries = new WeakMap<Market, Query>()
  /** The checksums of a market's assets are looked at once, however often its book is read. */
  const queryOf = (market: Market): Query => {
    const known = queries.get(market)
    if (known !== undefined) return known
    checkAssets([market.base, market.quote])
    const query = bookQuery(market)
    queries.set(market, query)
    return query
  }
  return {
    offers: async ({ seller, sponsor, selling, buying, ...page } = {}) => {
      checkAccountIds({ seller, sponsor })
      checkAssets([selling, buying])
      const assets = {
        selling: selling === undefined ? undefined : formatAsset(selling),
        buying: buying === undefined ? undefined : formatAsset(buying),
      }
      const query = { seller, sponsor, ...assets }
      return ask.statePage({ path: '/offers', query, page, cursors: 'offer', read: parseOffer })
    },
    offer: async (offerId, call) => {
      checkIds({ offerId })
      return ask.maybeStateOf({ path: `/offers/${offerId}`, call, read: (body) => parseOffer(body) })
    },
    orderBook: async (market, call = {}) => {
      const { limit = MAX_LIMIT } = call
      checkLimit(limit)
      const query = { ...queryOf(market), limit }
      const read = (body: unknown) => parseOrderBookBody(body, market, undefined)
      const scan = (bytes: Uint8Array) => scanOrderBook(bytes, market)
      const { ledger, value } = await ask.stateOf({ path: '/order_book', query, call, read, scan })
      return { ledger, value: { ...value, ledger } }
    },
  }
}

import { formatAsset } from '@sdex/primitives'
import type { HorizonClient } from '../types/client.ts'
import { parseOffer } from '../wire/offer.ts'
import { parseOrderBookBody } from '../wire/orderBook.ts'
import type { Ask } from './ask.ts'
import { checkAccountIds, checkAssets, checkIds, checkLimit, MAX_LIMIT } from './checkInput.ts'
import { bookQuery } from './queries.ts'

/** Offers and books of the newest ledger. */
export type OfferReads = Pick<HorizonClient, 'offers' | 'offer' | 'orderBook'>

export function offerReads(ask: Ask): OfferReads {
  return {
    offers: async ({ seller, sponsor, selling, buying, ...page }) => {
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
    orderBook: async (market, { limit = MAX_LIMIT, ...call } = {}) => {
      checkLimit(limit)
      checkAssets([market.base, market.quote])
      const query = { ...bookQuery(market), limit }
      const read = (body: unknown) => parseOrderBookBody(body, market, undefined)
      const { ledger, value } = await ask.stateOf({ path: '/order_book', query, call, read })
      return { ledger, value: { ...value, ledger } }
    },
  }
}

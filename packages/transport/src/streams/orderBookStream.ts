import type { Market } from '@sdex/primitives'
import { checkAssets, checkLimit, MAX_LIMIT } from '../reads/checkInput.ts'
import { bookQuery } from '../reads/queries.ts'
import type { OrderBookSnapshot } from '../types/orderBook.ts'
import type { HorizonStream } from '../types/streams.ts'
import { parseOrderBookBody } from '../wire/orderBook.ts'
import { scanOrderBook } from '../wire/scanOrderBook.ts'
import type { StreamContext } from './ports.ts'
import { recordStream } from './recordStream.ts'

/**
 * Horizon begins each connection with the whole book, so what was missed in between is made up by it; a book that did not change is not told again.
 *
 * @throws InvalidOptionError for assets that are none, and a limit out of its range.
 */
export function orderBookStream(
  context: StreamContext,
  market: Market,
  { limit = MAX_LIMIT }: { readonly limit?: number | undefined } = {},
): HorizonStream<OrderBookSnapshot> {
  checkAssets([market.base, market.quote])
  checkLimit(limit)
  return recordStream<OrderBookSnapshot>(context, () => ({
    path: '/order_book',
    query: { ...bookQuery(market), limit },
    priority: 'market',
    kind: 'snapshots',
    read: (json) => parseOrderBookBody(json, market, undefined),
    scan: (json) => scanOrderBook(json, market),
    bytesOf: context.bookBytes,
  }))
}

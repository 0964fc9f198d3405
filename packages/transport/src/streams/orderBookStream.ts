import type { Market } from '@sdex/primitives'
import { distinctUntilChanged, share } from 'rxjs'
import { MAX_LIMIT } from '../reads/checkInput.ts'
import { bookQuery } from '../reads/queries.ts'
import type { OrderBookSnapshot } from '../types/orderBook.ts'
import type { HorizonStream } from '../types/streams.ts'
import { parseOrderBookBody } from '../wire/orderBook.ts'
import { isSame } from './isSame.ts'
import type { StreamContext } from './ports.ts'
import { recordStream } from './recordStream.ts'

/** Horizon begins each connection with the whole book, so what was missed in between is made up by it; a book that did not change is not told again. */
export function orderBookStream(
  context: StreamContext,
  market: Market,
  { limit = MAX_LIMIT }: { readonly limit?: number | undefined } = {},
): HorizonStream<OrderBookSnapshot> {
  const { records$, status$ } = recordStream<OrderBookSnapshot>(context, () => ({
    path: '/order_book',
    query: { ...bookQuery(market), limit },
    priority: 'market',
    kind: 'snapshots',
    read: (json) => parseOrderBookBody(json, market, undefined),
  }))
  return {
    records$: records$.pipe(distinctUntilChanged<OrderBookSnapshot>(isSame), share({ resetOnRefCountZero: true })),
    status$,
  }
}

import { type Clock, createMarket, InvalidOptionError, type Status, statusesEqual, systemClock } from '@sdex/primitives'
import { concat, distinctUntilChanged, map, Observable, of, ReplaySubject, share, takeUntil } from 'rxjs'
import { orderBooksEqual } from './orderBooksEqual.ts'
import { parseOrderBook } from './parseOrderBook.ts'
import type { OrderBook, OrderBookOptions, OrderBookSource } from './types.ts'

/**
 * Follows one market's order book and shares one stream between all subscribers.
 *
 * @remarks The stream opens with the first subscriber and closes `lingerMs` after the last one left, or at once on close.
 * @param source - Borrowed: closing the book leaves it open.
 * @throws `InvalidMarketError` when both assets are the same, {@link InvalidOptionError} for a `lingerMs` that is no duration.
 * @example
 * ```ts
 * await using book = createOrderBook(client, { market: parseMarket('XLM/USD:GA…') })
 * const { bids, asks } = await firstValueFrom(book.book$)
 * ```
 */
export function createOrderBook(source: OrderBookSource, options: OrderBookOptions): OrderBook {
  const { lingerMs = 1_000, clock = systemClock } = options
  const market = createMarket(options.market.base, options.market.quote)
  if (!(lingerMs >= 0)) throw invalidLinger(lingerMs)
  const closed$ = new ReplaySubject<void>(1)
  const linger$ = after(clock, lingerMs).pipe(takeUntil(closed$)) // share counts down to zero after completion too
  const stream = source.orderBookStream(market)

  const book$ = stream.records$.pipe(
    map(parseOrderBook),
    distinctUntilChanged(orderBooksEqual),
    takeUntil(closed$), // above share: close() does not wait for lingerMs
    share({ connector: () => new ReplaySubject(1), resetOnRefCountZero: () => linger$ }),
  )
  const closedStatus: Status = { state: 'closed' }
  const status$ = concat(stream.status$.pipe(takeUntil(closed$)), of(closedStatus)).pipe(
    distinctUntilChanged(statusesEqual),
  )
  const close = async (): Promise<void> => closed$.next()
  return { market, book$, status$, close, [Symbol.asyncDispose]: close }
}

function after(clock: Clock, delayMs: number): Observable<void> {
  return new Observable((subscriber) => clock.setTimer(() => subscriber.next(), delayMs))
}

function invalidLinger(lingerMs: number): InvalidOptionError {
  const remedy = 'Pass a number of milliseconds from 0 on, or leave it out.'
  return new InvalidOptionError({ message: `lingerMs is ${lingerMs}.`, remedy, input: lingerMs })
}

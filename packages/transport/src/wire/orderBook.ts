import type { Market } from '@sdex/primitives'
import type { BookRow, OrderBookSnapshot } from '../types/orderBook.ts'
import { list, object, stroops } from './fields.ts'
import { price } from './prices.ts'

/** `GET /order_book`. The body does not tell the ledger; the header of the REST answer does. */
export function parseOrderBookBody(body: unknown, market: Market, ledger: number | undefined): OrderBookSnapshot {
  const fields = object(body)
  return { market, ledger, bids: list(fields['bids'], 'bids', parseRow), asks: list(fields['asks'], 'asks', parseRow) }
}

function parseRow(value: unknown): BookRow {
  const fields = object(value)
  return { price: price(fields['price_r'], 'price_r'), amount: stroops(fields['amount'], 'amount') }
}

import type { Market } from '@sdex/primitives'
import type { BookRow, OrderBookSnapshot } from '../types/orderBook.ts'
import { listOf, member, object, price, stroops } from './fields.ts'

/** `GET /order_book`. The body does not tell the ledger; the header of the REST answer does. */
export function parseOrderBookBody(body: unknown, market: Market, ledger: number | undefined): OrderBookSnapshot {
  const fields = object(body)
  return { market, ledger, bids: member(fields, 'bids', rows), asks: member(fields, 'asks', rows) }
}

const rows = listOf((value): BookRow => {
  const fields = object(value)
  return { price: member(fields, 'price_r', price), amount: member(fields, 'amount', stroops) }
})

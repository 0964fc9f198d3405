import {
  createAsset,
  createMarket,
  invertPrice,
  type Market,
  type Price,
  parseAmount,
  parsePrice,
  XLM,
} from '@sdex/primitives'
import { accountIdOf } from '@sdex/testkit'
import type { BookRow, Offer, OrderBookSnapshot } from '@sdex/transport'
import { parseOrderBook } from '../src/parseOrderBook.ts'
import type { OrderBookState } from '../src/types.ts'

/** XLM in USD. */
export const market: Market = createMarket(XLM, createAsset('USD', accountIdOf('issuer')))

/** A level as text: price in USD, and the amount that its owner sells, XLM for an ask and USD for a bid. */
export type RowText = readonly [price: string, amount: string]

/** Horizon's answer. */
export function snapshotOf(rows: {
  readonly bids?: readonly RowText[]
  readonly asks?: readonly RowText[]
  readonly ledger?: number
}): OrderBookSnapshot {
  const toRow = ([price, amount]: RowText): BookRow => ({ price: parsePrice(price), amount: parseAmount(amount) })
  return { market, ledger: rows.ledger, bids: (rows.bids ?? []).map(toRow), asks: (rows.asks ?? []).map(toRow) }
}

/** The state that follows from it. */
export function bookOf(rows: Parameters<typeof snapshotOf>[0]): OrderBookState {
  return parseOrderBook(snapshotOf(rows))
}

/** An offer at a price in USD: an ask sells XLM, a bid sells USD. */
export function offerOf(side: 'ask' | 'bid', price: Price | string, amount: string): Offer {
  const exact = typeof price === 'string' ? parsePrice(price) : price
  const { base, quote } = market
  return {
    id: 1n,
    seller: accountIdOf('maker'),
    selling: side === 'ask' ? base : quote,
    buying: side === 'ask' ? quote : base,
    amount: parseAmount(amount),
    price: side === 'ask' ? exact : invertPrice(exact),
    lastModifiedLedger: 1,
  }
}

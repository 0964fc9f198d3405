import type { HorizonClient, OrderBookSnapshot } from '@sdex/transport'
import { expectTypeOf, test } from 'vitest'
import { createOrderBook, type OrderBookSource, type OrderBookState, parseOrderBook, quote } from '../src/index.ts'

test('behavior: a HorizonClient is a source', () => {
  expectTypeOf<HorizonClient>().toExtend<OrderBookSource>()
  expectTypeOf(createOrderBook).parameter(0).toEqualTypeOf<OrderBookSource>()
  expectTypeOf(parseOrderBook).toEqualTypeOf<(snapshot: OrderBookSnapshot) => OrderBookState>()
})

test('error: a size is of base or of quote, never of both or none, and never a number', () => {
  const book = {} as OrderBookState
  quote(book, { side: 'buy', baseAmount: 1n })
  quote(book, { side: 'sell', quoteAmount: 1n })
  // @ts-expect-error both
  quote(book, { side: 'buy', baseAmount: 1n, quoteAmount: 1n })
  // @ts-expect-error none
  quote(book, { side: 'buy' })
  // @ts-expect-error a number, which may be rounded
  quote(book, { side: 'buy', baseAmount: 1 })
})

import { createAsset, MAX_PRICE_TERM, type Price, parseAmount } from '@sdex/primitives'
import { accountIdOf, anySmallPrice } from '@sdex/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bookOf, market, offerOf } from '../test/books.ts'
import { orderBooksEqual } from './orderBooksEqual.ts'
import { askLevel, bidLevel, parseOrderBook } from './parseOrderBook.ts'
import { withoutOwnOffers } from './withoutOwnOffers.ts'

const book = bookOf({
  ledger: 3,
  bids: [
    ['0.24', '24'],
    ['0.2', '10'],
  ],
  asks: [
    ['0.25', '100'],
    ['0.26', '50'],
  ],
})

test('behavior: own amounts leave their levels, and levels that held nothing else are gone', () => {
  const own = [offerOf('ask', '0.25', '40'), offerOf('ask', '0.26', '50'), offerOf('bid', '0.24', '6')]
  expect(withoutOwnOffers(book, own)).toEqual(
    bookOf({
      ledger: 3,
      bids: [
        ['0.24', '18'],
        ['0.2', '10'],
      ],
      asks: [['0.25', '60']],
    }),
  )
})

test('behavior: several own offers at one price all leave it', () => {
  const own = [offerOf('ask', '0.25', '40'), offerOf('ask', '0.25', '35'), offerOf('ask', '50/200', '25')]
  expect(withoutOwnOffers(book, own).asks.map(({ price }) => price)).toEqual([{ n: 13, d: 50 }])
})

test('behavior: offers of other markets, at other prices or beyond the book change nothing', () => {
  const other = createAsset('EUR', accountIdOf('issuer'))
  const own = [
    { ...offerOf('ask', '0.25', '40'), buying: other },
    { ...offerOf('bid', '0.24', '6'), selling: other },
    offerOf('ask', '0.27', '40'),
  ]
  expect(orderBooksEqual(withoutOwnOffers(book, own), book)).toBe(true)
  expect(withoutOwnOffers(book, own.slice(0, 2))).toBe(book)
})

test('behavior: an offer more than its level, of a book that is older, takes the level and no more', () => {
  expect(withoutOwnOffers(book, [offerOf('ask', '0.25', '1000')]).asks).toEqual(book.asks.slice(1))
})

// Horizon groups by the double: both fractions are 1.0000000004656613.
const [shown, own]: [Price, Price] = [
  { n: MAX_PRICE_TERM, d: MAX_PRICE_TERM - 1 },
  { n: MAX_PRICE_TERM - 1, d: MAX_PRICE_TERM - 2 },
]

test('behavior: a level shows the price of any of its offers; an own one with the same double is found', () => {
  const amount = parseAmount('10')
  const state = { market, ledger: 1, bids: [], asks: [askLevel({ price: shown, amount })] }
  expect(withoutOwnOffers(state, [offerOf('ask', own, '4')]).asks[0]?.baseAmount).toBe(parseAmount('6'))
})

test('behavior: where two levels have one double, the exact price decides', () => {
  const row = (price: Price) => ({ price, amount: parseAmount('10') })
  const asks = [row(shown), row(own)].map(askLevel)
  const bids = [row(own), row(shown)].map(bidLevel)
  const left = withoutOwnOffers({ market, ledger: 1, bids, asks }, [
    offerOf('ask', own, '10'),
    offerOf('bid', shown, '10'),
  ])
  expect([left.asks, left.bids]).toEqual([asks.slice(0, 1), bids.slice(0, 1)])
})

test('property: a book of own and foreign offers without the own ones is the book of the foreign ones', () => {
  const anyOffer = fc.record({
    side: fc.constantFrom('ask' as const, 'bid' as const),
    price: anySmallPrice,
    amount: fc.bigInt(1n, 1_000n),
    isOwn: fc.boolean(),
  })
  const bookOfOffers = (offers: readonly { side: string; price: Price; amount: bigint }[]) => {
    const rows = (side: string) => {
      const byPrice = new Map<number, { price: Price; amount: bigint }>()
      for (const { price, amount } of offers.filter((offer) => offer.side === side)) {
        const level = byPrice.get(price.n / price.d)
        byPrice.set(price.n / price.d, { price: level?.price ?? price, amount: amount + (level?.amount ?? 0n) })
      }
      return [...byPrice.values()]
    }
    return parseOrderBook({ market, ledger: 1, bids: rows('bid'), asks: rows('ask') })
  }
  const values = (state: ReturnType<typeof bookOfOffers>) =>
    [state.bids, state.asks].map((levels) =>
      levels.map(({ price, baseAmount, quoteAmount }) => [price.n / price.d, baseAmount, quoteAmount]),
    )
  fc.assert(
    fc.property(fc.array(anyOffer, { maxLength: 12 }), (offers) => {
      const ownOffers = offers
        .filter(({ isOwn }) => isOwn)
        .map(({ side, price, amount }) => ({ ...offerOf(side, price, '0'), amount }))
      const foreign = bookOfOffers(offers.filter(({ isOwn }) => !isOwn))
      expect(values(withoutOwnOffers(bookOfOffers(offers), ownOffers))).toEqual(values(foreign))
    }),
  )
})

import { MAX_STROOPS } from '@sdex/primitives'
import { anyMarket, anyPrice } from '@sdex/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eur, market, offerOf, usd } from '../test/fakeNetwork.ts'
import { buildOperations } from './buildOperations.ts'
import { InvalidOrderError, OfferNotFoundError } from './errors.ts'
import type { OrderChange, OrderTerms } from './orderChange.ts'
import { fromXdrAsset } from './sdkAsset.ts'

const anyTerms: fc.Arbitrary<OrderTerms> = fc.record({
  market: anyMarket,
  side: fc.constantFrom('buy', 'sell'),
  price: anyPrice,
  amount: fc.bigInt(1n, MAX_STROOPS),
})

/** What the wire carries, in the ledger's words. */
function onTheWire(changes: readonly OrderChange[], offers: Parameters<typeof buildOperations>[1] = []) {
  return buildOperations(changes, offers).map(({ body, sourceAccount }) => {
    if (body.type !== 'manageSellOffer' && body.type !== 'manageBuyOffer') throw new Error(body.type)
    const { offerId, price, selling, buying } = body.value
    const amount = 'buyAmount' in body.value ? body.value.buyAmount : body.value.amount
    const assets = { selling: fromXdrAsset(selling), buying: fromXdrAsset(buying) }
    return { type: body.type, sourceAccount, offerId, amount, price: { n: price.n, d: price.d }, ...assets }
  })
}

test('property: amount and price of any order are on the wire as they were meant, unrounded and unreduced', () => {
  fc.assert(
    fc.property(anyTerms, (terms) => {
      const { base, quote } = terms.market
      const common = { sourceAccount: null, offerId: 0n, amount: terms.amount, price: terms.price }
      const expected =
        terms.side === 'sell'
          ? { ...common, type: 'manageSellOffer', selling: base, buying: quote }
          : { ...common, type: 'manageBuyOffer', selling: quote, buying: base }
      expect(onTheWire([{ type: 'place', ...terms }])).toEqual([expected])
    }),
  )
})

test('behavior: a cancel is a sale of 0 at the own assets and price of the offer', () => {
  const offer = offerOf(7n, { selling: usd, buying: eur, price: { n: 6, d: 4 } })
  expect(onTheWire([{ type: 'cancel', offerId: 7n }], [offer])).toMatchObject([
    { type: 'manageSellOffer', offerId: 7n, amount: 0n, selling: usd, buying: eur, price: { n: 6, d: 4 } },
  ])
})

test('behavior: a replacement keeps the offer id, also of a bid', () => {
  const ask = offerOf(7n)
  const bid = offerOf(8n, { selling: usd, buying: market.base })
  const terms = { market, price: { n: 3, d: 10 }, amount: 5n }
  const changes = [
    { type: 'replace', offerId: 8n, side: 'buy', ...terms },
    { type: 'replace', offerId: 7n, side: 'sell', ...terms },
  ] as const
  expect(onTheWire(changes, [ask, bid])).toMatchObject([
    { type: 'manageBuyOffer', offerId: 8n, amount: 5n },
    { type: 'manageSellOffer', offerId: 7n, amount: 5n },
  ])
})

test('error: an offer that the account does not have is named', () => {
  expect(() => buildOperations([{ type: 'cancel', offerId: 8n }], [offerOf(7n)])).toThrow(OfferNotFoundError)
})

test('error: a replacement that changes side or market is refused', () => {
  const terms = { type: 'replace', offerId: 7n, market, side: 'sell', price: { n: 1, d: 4 }, amount: 5n } as const
  const offers = [offerOf(7n)]
  expect(() => buildOperations([{ ...terms, side: 'buy' }], offers)).toThrow(InvalidOrderError)
  expect(() => buildOperations([{ ...terms, market: { base: market.base, quote: eur } }], offers)).toThrow(
    InvalidOrderError,
  )
})

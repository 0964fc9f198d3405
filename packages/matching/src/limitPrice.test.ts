import { comparePrices, invertPrice } from '@sdex/primitives'
import { anyPrice } from '@sdex/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWithinLimit } from './limitPrice.ts'

test('behavior: at exactly its own price an order takes an offer, a passive one does not', () => {
  const offer = { n: 3, d: 2 }
  expect(isWithinLimit(offer, { price: { n: 4, d: 6 }, passive: false })).toBe(true)
  expect(isWithinLimit(offer, { price: { n: 4, d: 6 }, passive: true })).toBe(false)
  expect(isWithinLimit(offer, { price: { n: 66, d: 100 }, passive: true })).toBe(true)
  expect(isWithinLimit(offer, { price: { n: 67, d: 100 }, passive: false })).toBe(false)
})

test('property: the comparison is exact, where doubles would be equal too', () => {
  fc.assert(
    fc.property(anyPrice, anyPrice, fc.boolean(), (offer, price, passive) => {
      const beyond = BigInt(offer.n) * BigInt(price.n) - BigInt(offer.d) * BigInt(price.d)
      expect(isWithinLimit(offer, { price, passive })).toBe(passive ? beyond < 0n : beyond <= 0n)
      expect(isWithinLimit(offer, { price: invertPrice(offer), passive })).toBe(!passive)
      if (comparePrices(offer, price) < 0)
        expect(isWithinLimit(offer, { price: invertPrice(price), passive: true })).toBe(true)
    }),
  )
})

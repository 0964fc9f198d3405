import { priceFloat } from '@sdex/primitives'
import { anyExtremePrice, anyPrice } from '@sdex/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BookPosition, compareOffers } from './offer.ts'

test('CASE 28: offers with equal doubles are ordered by id, though the fractions differ', () => {
  const older = { id: 5n, price: { n: 2147483646, d: 2147483645 } }
  const cheaper = { id: 7n, price: { n: 2147483647, d: 2147483646 } }
  expect(compareOffers(older, cheaper)).toBeLessThan(0)
  expect([cheaper, older].sort(compareOffers)).toEqual([older, cheaper])
})

const position: fc.Arbitrary<BookPosition> = fc.record({
  id: fc.bigInt(1n, 5n),
  price: fc.oneof(anyPrice, anyExtremePrice),
})

test('property: a total order: by double, then by id, the same whichever way it is asked', () => {
  fc.assert(
    fc.property(position, position, (a, b) => {
      const compared = Math.sign(compareOffers(a, b))
      expect(compared).toBe(-Math.sign(compareOffers(b, a)) + 0)
      if (priceFloat(a.price) !== priceFloat(b.price))
        expect(compared < 0).toBe(priceFloat(a.price) < priceFloat(b.price))
      else expect(compared).toBe(Math.sign(Number(a.id - b.id)))
    }),
  )
})

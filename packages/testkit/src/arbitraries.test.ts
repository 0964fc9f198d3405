import { createPrice, formatAmount, formatMarket, parseAmount, parseMarket } from '@sdex/primitives'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyMarket, anyPrice, anyStroops } from './arbitraries.ts'

test('property: everything is what the ledger can hold', () => {
  fc.assert(
    fc.property(anyStroops, anyPrice, anyMarket, (amount, { n, d }, market) => {
      expect(parseAmount(formatAmount(amount))).toBe(amount)
      expect(createPrice(n, d)).toEqual({ n, d })
      expect(parseMarket(formatMarket(market))).toEqual(market)
    }),
  )
})

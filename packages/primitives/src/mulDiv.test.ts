import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stroops } from '../test/arbitraries.ts'
import { mulDiv } from './mulDiv.ts'

test('property: down and up enclose the exact quotient, and are equal where it is whole', () => {
  fc.assert(
    fc.property(stroops, stroops, fc.bigInt(1n, 2n ** 63n), (a, b, c) => {
      const [down, up] = [mulDiv(a, b, c, 'down'), mulDiv(a, b, c, 'up')]
      expect(down * c <= a * b && a * b <= up * c).toBe(true)
      expect(up - down).toBe((a * b) % c === 0n ? 0n : 1n)
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ratio } from '../test/arbitraries.ts'
import { compareRatios, createRatio, parseRatio, type Ratio, subtractRatios } from './ratio.ts'
import { ratioFloat } from './ratioFloat.ts'

test.each([
  ['0', 0],
  ['0.125', 0.125],
  ['-0.1', -0.1],
  ['9007199254740993', 9007199254740992],
  ['0.000000000000000000000000000001', 1e-30],
  ['633825300114114700748351602688', 2 ** 99],
  ['633825300114114700748351602688.5', 2 ** 99],
])('behavior: %s', (text, expected) => {
  expect(ratioFloat(parseRatio(text))).toBe(expected)
})

test('property: small terms divide as doubles do', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.integer({ min: 1 }), (n, d) => {
      expect(ratioFloat({ n: BigInt(n), d: BigInt(d) })).toBe(n / d + 0)
    }),
  )
})

test('property: no neighbouring double is nearer, whatever the size of the terms', () => {
  fc.assert(
    fc.property(ratio, fc.integer({ min: -40, max: 40 }), (any, exponent) => {
      fc.pre(any.n > 0n)
      const scaled =
        exponent < 0
          ? createRatio(any.n, any.d * 10n ** BigInt(-exponent))
          : createRatio(any.n * 10n ** BigInt(exponent), any.d)
      const float = ratioFloat(scaled)
      const error = distance(float, scaled)
      for (const neighbour of neighbours(float))
        expect(compareRatios(error, distance(neighbour, scaled))).toBeLessThanOrEqual(0)
    }),
  )
})

function distance(float: number, from: Ratio): Ratio {
  const error = subtractRatios(exactly(float), from)
  return createRatio(error.n < 0n ? -error.n : error.n, error.d)
}

/** A double is an integer after enough doublings. */
function exactly(float: number): Ratio {
  let [value, d] = [float, 1n]
  for (; !Number.isInteger(value); d *= 2n) value *= 2
  return createRatio(BigInt(value), d)
}

function neighbours(float: number): number[] {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, float)
  const bits = view.getBigUint64(0)
  return [bits - 1n, bits + 1n].map((next) => {
    view.setBigUint64(0, next)
    return view.getFloat64(0)
  })
}

import { Asset, Operation } from '@stellar/stellar-sdk'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHandLedger } from '../../test/handLedger.ts'
import { applyOrder } from './applyOrder.ts'

const hand = createHandLedger()
const pay = Operation.payment({ destination: hand.id('b'), asset: Asset.native(), amount: '1' })
const transactions = ['a', 'b', 'c'].flatMap((source) =>
  [1n, 2n, 3n].map((sequence) => hand.sign(source, [pay], { sequence })),
)
const anyHash = fc.uint8Array({ minLength: 32, maxLength: 32 })

test('property: every account comes in its own order, one each a round, however they were handed in', () => {
  fc.assert(
    fc.property(anyHash, fc.shuffledSubarray(transactions, { minLength: 9 }), (setHash, shuffled) => {
      const ordered = applyOrder(shuffled, setHash)
      expect(ordered.map(({ sequence }) => Number(sequence))).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3])
      expect(applyOrder(transactions, setHash)).toEqual(ordered)
    }),
  )
})

test('behavior: the hash of the set decides who comes first in a round', () => {
  const firsts = Array.from(
    { length: 64 },
    (_, at) => applyOrder(transactions, new Uint8Array(32).fill(at * 4))[0]?.source,
  )
  expect(new Set(firsts).size).toBe(3)
})

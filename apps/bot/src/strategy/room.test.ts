import { createPrice } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { fitToRoom } from './room.ts'

const plenty = { selling: 2n ** 62n, buying: 2n ** 62n }
const sell = (amount: bigint, n: number, d: number) =>
  fitToRoom({ side: 'sell', price: createPrice(n, d), amount }, plenty)

test("behavior: what rests is what the ledger's adjustment leaves", () => {
  expect(sell(1_000_000_005n, 1001, 10_000).resting).toBe(1_000_000_000n)
  expect(sell(101n, 3, 10).resting).toBe(100n)
})

test('behavior: dust would vanish, so nothing rests', () => {
  expect(sell(7n, 3, 10).resting).toBe(0n)
})

test('behavior: a bid rests as the quote it sells', () => {
  const bid = { side: 'buy', price: createPrice(199, 2000), amount: 1_000_000_000n } as const
  expect(fitToRoom(bid, plenty)).toEqual({ quote: bid, resting: 99_500_000n, shrunk: false })
})

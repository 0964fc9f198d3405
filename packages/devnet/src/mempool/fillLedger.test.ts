import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Bid, fillLedger } from './fillLedger.ts'

const bid = (hash: string, fee: number, given: Partial<Bid> = {}): Bid => ({
  ...{ hash, fee: BigInt(fee), operationCount: 1, isDex: false },
  ...given,
})
const dex = { isDex: true }

function fill(bids: readonly Bid[], room: Parameters<typeof fillLedger>[1]) {
  const { transactions, surgeFeeOf } = fillLedger(
    bids.map((one) => [one]),
    room,
  )
  return transactions.map((transaction) => [transaction.hash, surgeFeeOf(transaction)])
}

test('behavior: with room for all nobody pays more than the base fee', () => {
  expect(fill([bid('a', 100), bid('b', 300, dex)], { operations: 2, dexOperations: 1 })).toEqual([
    ['b', undefined],
    ['a', undefined],
  ])
})

test('behavior: in a full ledger all pay the lowest bid that got in, rounded up to an operation', () => {
  const bids = [bid('a', 100), bid('b', 401, { operationCount: 2 }), bid('c', 500, dex)]
  expect(fill(bids, { operations: 3 })).toEqual([
    ['c', 201n],
    ['b', 201n],
  ])
})

test('behavior: a full lane of trades is priced by itself, and leaves the rest of the ledger to others', () => {
  const bids = [bid('a', 100), bid('b', 900, dex), bid('c', 700, dex), bid('d', 600, dex)]
  expect(fill(bids, { operations: 10, dexOperations: 2 })).toEqual([
    ['b', 700n],
    ['c', 700n],
    ['a', undefined],
  ])
})

test('behavior: where ledger and lane are full, trades pay the higher of the two prices', () => {
  const bids = [bid('a', 300), bid('b', 900, dex), bid('c', 800, dex), bid('d', 200)]
  expect(fill(bids, { operations: 2, dexOperations: 1 })).toEqual([
    ['b', 900n],
    ['a', 300n],
  ])
})

test('property: no room is overdrawn, nobody pays above the own bid, and what was left out bid no more than what it competed with', () => {
  const anyBid = fc.record({
    hash: fc.uuid(),
    fee: fc.bigInt(100n, 5_000n),
    operationCount: fc.integer({ min: 1, max: 5 }),
    isDex: fc.boolean(),
  })
  const operationsOf = (bids: readonly Bid[]) => bids.reduce((sum, { operationCount }) => sum + operationCount, 0)
  fc.assert(
    fc.property(fc.array(anyBid), fc.nat(20), fc.nat(20), (bids, operations, dexOperations) => {
      const { transactions, surgeFeeOf } = fillLedger(
        bids.map((one) => [one]),
        { operations, dexOperations },
      )
      expect(operationsOf(transactions)).toBeLessThanOrEqual(operations)
      expect(operationsOf(transactions.filter(({ isDex }) => isDex))).toBeLessThanOrEqual(dexOperations)
      for (const transaction of transactions) {
        const price = surgeFeeOf(transaction) ?? 0n
        expect(price * BigInt(transaction.operationCount)).toBeLessThan(
          transaction.fee + BigInt(transaction.operationCount),
        )
      }
    }),
  )
})

import { parseAmount, parsePrice } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { limitRisk } from './limitRisk.ts'
import type { Quote } from './types.ts'

const order = (side: Quote['side'], price: string, units: string): Quote => ({
  side,
  price: parsePrice(price),
  amount: parseAmount(units),
})
const bids = [order('buy', '0.1', '300'), order('buy', '0.099', '400')]
const amounts = (quotes: readonly Quote[]) => quotes.map(({ amount }) => amount / 10_000_000n)
const none = { reserveXlm: 0n }

test('behavior: open bids may not take the position beyond maxBase, the farthest is clipped', () => {
  expect(amounts(limitRisk(bids, parseAmount('1000'), { ...none, maxBase: parseAmount('1500') }))).toEqual([300n, 200n])
  expect(limitRisk(bids, parseAmount('1600'), { ...none, maxBase: parseAmount('1500') })).toEqual([])
})

test('behavior: open asks may not take the position below minBase', () => {
  const asks = [order('sell', '0.1', '300'), order('sell', '0.101', '400')]
  expect(amounts(limitRisk(asks, parseAmount('1000'), { ...none, minBase: parseAmount('600') }))).toEqual([300n, 100n])
})

test('behavior: one offer is worth maxNotional at most', () => {
  expect(amounts(limitRisk(bids, 0n, { ...none, maxNotional: parseAmount('35') }))).toEqual([300n, 353n])
})

test('behavior: without limits targets stay as they are', () => {
  expect(limitRisk(bids, 0n, undefined)).toEqual(bids)
  expect(limitRisk(bids, 0n, none)).toEqual(bids)
})

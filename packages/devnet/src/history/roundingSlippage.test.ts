import { expect, test } from 'vitest'
import { MAXIMAL_SLIPPAGE, roundingSlippage } from './roundingSlippage.ts'

test('behavior: what is rounded up to whole stroops is told in percent', () => {
  // 1000 * 10 * 10000 / (990 * 9970) = 10.13..., rounded to 11
  const swap = { amountSold: 10n, amountBought: 11n, reserveSold: 1000n, reserveBought: 1000n }
  expect(roundingSlippage({ ...swap, isStrictReceive: true })).toBe(8n)
})

test('behavior: what is rounded down to whole stroops is told in percent', () => {
  // 1000 * 3 * 9970 / (1000 * 10000 + 3 * 9970) = 2.98..., rounded to 2
  const swap = { amountSold: 2n, amountBought: 3n, reserveSold: 1000n, reserveBought: 1000n }
  expect(roundingSlippage({ ...swap, isStrictReceive: false })).toBe(32n)
})

test('behavior: an exact amount has none', () => {
  // 9970 * 10000 * 10 / (10 * 9970) = 10000
  const swap = { amountSold: 10n, amountBought: 10_000n, reserveSold: 20n, reserveBought: 9970n }
  expect(roundingSlippage({ ...swap, isStrictReceive: true })).toBe(0n)
})

test('behavior: a swap without a meaningful price has the most there is', () => {
  const empty = { amountSold: 10n, amountBought: 1n, reserveSold: 10n, reserveBought: 10n }
  expect(roundingSlippage({ ...empty, isStrictReceive: true })).toBe(MAXIMAL_SLIPPAGE)
  expect(roundingSlippage({ ...empty, reserveBought: 1000n, isStrictReceive: false })).toBe(MAXIMAL_SLIPPAGE)
})

import { expect, test } from 'vitest'
import { type Comparable, rank } from './rank.ts'

const WELL = { isDemoted: false, errorRateFloat: 0, latencyMs: 100, lagLedgers: 1 }

function serverOf(health: Partial<Comparable['health']> = {}): Comparable {
  return { health: { ...WELL, ...health } }
}

test.each([
  ['is slower', { latencyMs: 101 }],
  ['answers by errors', { errorRateFloat: 0.1 }],
  ['lags', { lagLedgers: 2 }],
  ['refused for its budget', { isDemoted: true }],
])('behavior: a server that %s comes after one that does not', (_, health) => {
  const [worse, well] = [serverOf(health), serverOf()]
  expect(rank([worse, well], undefined)).toEqual([well, worse])
})

test('behavior: of equals the order of the list decides, and what was not asked yet counts as fast', () => {
  const [first, second, untried] = [serverOf(), serverOf(), serverOf({ latencyMs: undefined })]
  expect(rank([first, second, untried], undefined)).toEqual([untried, first, second])
})

test('behavior: the server in use stays until another one is better by half a second', () => {
  const [current, other] = [serverOf({ latencyMs: 599 }), serverOf()]
  expect(rank([other, current], current)).toEqual([current, other])
  const slow = serverOf({ latencyMs: 601 })
  expect(rank([other, slow], slow)).toEqual([other, slow])
})

test('behavior: one ledger behind speaks against nobody: he may only have been asked earlier', () => {
  const [behind, ahead] = [serverOf({ lagLedgers: 1 }), serverOf({ lagLedgers: 0 })]
  expect(rank([behind, ahead], undefined)).toEqual([behind, ahead])
})

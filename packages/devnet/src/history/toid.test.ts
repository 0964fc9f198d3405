import { expect, test } from 'vitest'
import { endOfLedger, ledgerOfToid, positionInOperation, syntheticOfferId, toid } from './toid.ts'

test('behavior: ids of ledger, transaction and operation, as Horizon makes them', () => {
  expect(toid(60_000_000)).toBe(257698037760000000n)
  expect(toid(60_000_000, 12)).toBe(257698037760049152n)
  expect(toid(60_000_000, 12, 1)).toBe(257698037760049153n)
  expect(toid(1, 0xf_ffff, 0xfff)).toBe(endOfLedger(1))
  expect(endOfLedger(60_000_000)).toBe(257698042054967295n)
  expect(ledgerOfToid(257698037760049153n)).toBe(60_000_000)
})

test('behavior: a taker whose offer rests nowhere gets an id made from the operation', () => {
  expect(syntheticOfferId(toid(60_000_000, 12, 1))).toBe(4869384056187437057n)
})

test('behavior: places inside operations sort by operation, then by index', () => {
  const places = [positionInOperation(1n, 0), positionInOperation(1n, 2 ** 31 - 1), positionInOperation(2n, 0)]
  expect(places).toEqual([...places].sort((a, b) => Number(a - b)))
  expect(new Set(places).size).toBe(3)
})

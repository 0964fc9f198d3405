import { createPrice } from '@sdex/primitives'
import { expect, test } from 'vitest'
import type { Change } from '../strategy/types.ts'
import { createTally } from './tally.ts'

const place: Change = { type: 'place', side: 'sell', price: createPrice(1, 10), amount: 1n }
const cancel: Change = { type: 'cancel', offerId: 1n, side: 'sell' }
const settled = { hash: 'h', ledger: 5, reason: undefined, elapsedMs: 900, acceptedMs: 12 } as const

test('behavior: every change is counted by what became of its transaction', () => {
  const tally = createTally()
  tally.countSettled([place, place, cancel], { ...settled, status: 'applied' })
  tally.countSettled([place], { ...settled, status: 'failed' })
  tally.countSettled([place], { ...settled, status: 'expired' })
  tally.countSettled([cancel], { ...settled, status: 'unknown' })
  tally.countFill(true)
  tally.countFill(false)
  tally.countLedger()
  expect(tally.read()).toMatchObject({
    ledgers: 1,
    fills: 2,
    orders: { placed: 2, replaced: 0, cancelled: 1, filled: 1, rejected: 2, unknown: 1 },
  })
})

test('behavior: latencies are of transactions that place, to three figures', () => {
  const tally = createTally()
  expect(tally.read().latencyMs.placeToLedger).toEqual({ p50: null, p99: null })
  tally.countSettled([place], { ...settled, status: 'applied' })
  tally.countSettled([cancel], { ...settled, status: 'applied', elapsedMs: 1, acceptedMs: 1 })
  const { placeToAccepted, placeToLedger } = tally.read().latencyMs
  expect(placeToAccepted.p50).toBeCloseTo(12, 0)
  expect(placeToLedger.p99).toBeCloseTo(900, 0)
})

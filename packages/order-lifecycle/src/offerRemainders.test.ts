import { expect, test } from 'vitest'
import { accountId, createFakeNetwork, offerOf } from '../test/fakeNetwork.ts'
import { successXdr } from '../test/results.ts'
import { tradeOf } from '../test/tradeOf.ts'
import { type Fill, fillsOf } from './fill.ts'
import { createOfferRemainders } from './offerRemainders.ts'
import { settle } from './settle.ts'

/** A fill of offer 7, which sells XLM at 1/4. */
function fillOf(ledger: number, amount: bigint, role: 'maker' | 'taker' = 'maker'): Fill {
  const [fill] = fillsOf(tradeOf({ ledger, own: 'base', baseIsSeller: role === 'maker', amount }), accountId)
  if (fill === undefined) throw new Error('The trade is not own.')
  return fill
}

function viewOf(ledger: number, amount: bigint | undefined) {
  const network = createFakeNetwork()
  network.commit({ ledger, offers: amount === undefined ? [] : [offerOf(7n, { amount })] })
  return network.views$.value
}

function created(ledger: number, amount: bigint, how: 'created' | 'updated' = 'created') {
  const resultXdr = successXdr([{ [how]: offerOf(7n, { amount }) }])
  const change = { type: 'cancel', offerId: 7n } as const
  const place = {
    ...change,
    type: 'replace',
    market: { base: offerOf(7n).selling, quote: offerOf(7n).buying },
  } as const
  const changes = [{ ...place, side: 'sell', price: { n: 1, d: 4 }, amount }] as const
  const timing = { elapsedMs: 0, acceptedMs: undefined }
  return settle({ status: 'applied', hash: '', ledger, feeCharged: 100n, resultXdr }, changes, timing)
}

test('behavior: what is left after a committed ledger decides', () => {
  const remainders = createOfferRemainders()
  remainders.observe(viewOf(100, 100n))
  expect(remainders.deduct(fillOf(100, 100n))).toBe(false) // the ledger has it already
  expect(remainders.deduct(fillOf(101, 60n))).toBe(false)
  expect(remainders.deduct(fillOf(101, 40n))).toBe(true)
})

test('behavior: a remainder that could not trade counts as nothing, as the ledger deletes it', () => {
  const remainders = createOfferRemainders()
  remainders.observe(viewOf(100, 100n))
  expect(remainders.deduct(fillOf(101, 97n))).toBe(true) // 3 at 1/4 would buy 0
})

test('behavior: a new offer that no ledger has shown yet is known from its settlement', () => {
  const remainders = createOfferRemainders()
  remainders.settled(created(101, 100n))
  expect(remainders.deduct(fillOf(101, 100n))).toBe(true)
})

test('behavior: a fill of the ledger that changed the offer is left to the next view', () => {
  const remainders = createOfferRemainders()
  remainders.observe(viewOf(100, 500n))
  remainders.settled(created(101, 100n, 'updated'))
  expect(remainders.deduct(fillOf(101, 100n))).toBe(false)
  expect(remainders.deduct(fillOf(102, 100n))).toBe(true)
})

test('behavior: a late settlement does not undo a newer ledger', () => {
  const remainders = createOfferRemainders()
  remainders.observe(viewOf(102, 40n))
  remainders.settled(created(101, 100n))
  expect(remainders.deduct(fillOf(103, 40n))).toBe(true)
})

test('behavior: offers that nobody named and the taker side are never the last', () => {
  const remainders = createOfferRemainders()
  expect(remainders.deduct(fillOf(101, 40n))).toBe(false)
  remainders.observe(viewOf(101, 40n))
  expect(remainders.deduct(fillOf(102, 40n, 'taker'))).toBe(false)
})

test('behavior: an offer that is gone is forgotten after 64 ledgers', () => {
  const remainders = createOfferRemainders()
  remainders.observe(viewOf(100, 40n))
  remainders.observe(viewOf(165, undefined))
  expect(remainders.deduct(fillOf(166, 40n))).toBe(false)
})

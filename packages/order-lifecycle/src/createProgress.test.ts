import { expect, test } from 'vitest'
import { createFakeNetwork } from '../test/fakeNetwork.ts'
import { createProgress } from './createProgress.ts'

const sent = { sequence: 41n, validUntilMs: 1_700_000_030_000, ledger: 100 }
const hash = ''
const badAuth = { status: 'rejected', hash, codes: { transaction: 'tx_bad_auth', operations: [] } } as const
const applied = { status: 'applied', hash, ledger: 102, feeCharged: 100n, resultXdr: '' } as const

/** Ledger 100 closed at 1,700,000,000,000; one each 5 s. */
function viewAt(ledger: number, sequence: bigint) {
  const network = createFakeNetwork()
  network.commit({ ledger, sequence })
  return network.views$.value
}

test('behavior: the next sequence number follows what is proved, also when the view lags', () => {
  const progress = createProgress()
  expect(progress.nextSequence(viewAt(100, 40n))).toBe(41n)
  progress.record(applied, sent)
  expect(progress.nextSequence(viewAt(100, 40n))).toBe(42n)
  expect(progress.nextSequence(viewAt(110, 57n))).toBe(58n)
})

test('behavior: a view is recent from the ledger of the last proof on', () => {
  const progress = createProgress()
  progress.record(applied, sent)
  expect([101, 102].map((ledger) => progress.isRecent(viewAt(ledger, 41n)))).toEqual([false, true])
  progress.record({ status: 'expired', hash, provenAtLedger: 107 }, sent)
  expect([106, 107].map((ledger) => progress.isRecent(viewAt(ledger, 41n)))).toEqual([false, true])
})

test('behavior: neither an expiry nor a rejection uses a sequence number up', () => {
  const progress = createProgress()
  progress.record({ status: 'expired', hash, provenAtLedger: 107 }, sent)
  progress.record(badAuth, sent)
  expect(progress.nextSequence(viewAt(107, 40n))).toBe(41n)
})

test('behavior: after a rejection the next one is built upon a newer ledger', () => {
  const progress = createProgress()
  progress.record(badAuth, sent)
  expect([100, 101].map((ledger) => progress.isRecent(viewAt(ledger, 40n)))).toEqual([false, true])
})

test('behavior: a rejected transaction is dead past its time bound, or when its sequence number is used', () => {
  const progress = createProgress()
  expect(progress.refusedUntilMs(viewAt(100, 40n))).toBeUndefined()
  progress.record(badAuth, sent)
  expect(progress.refusedUntilMs(viewAt(106, 40n))).toBe(sent.validUntilMs) // closed at the very bound
  expect(progress.refusedUntilMs(viewAt(107, 40n))).toBeUndefined()
  expect(progress.refusedUntilMs(viewAt(101, 41n))).toBeUndefined()
})

import { expect, test } from 'vitest'
import { judgeRefusal } from './judgeRefusal.ts'

const judge = (transaction: string, mayBeInLedger = false) =>
  judgeRefusal({ transaction, operations: [] }, mayBeInLedger)

test.each(['tx_too_early', 'tx_bad_minseq_age_or_gap', 'tx_internal_error'])(
  'behavior: %s may pass as it is, later',
  (code) => {
    expect(judge(code)).toBe('later')
  },
)

test.each(['tx_too_late', 'tx_bad_seq'])('behavior: %s is said of what a ledger has, too: it takes a proof', (code) => {
  expect(judge(code)).toBe('proof')
})

test('behavior: any other code is final, unless it may be of a ledger; one that no ledger knows is final there too', () => {
  expect([judge('tx_bad_auth'), judge('tx_bad_auth', true)]).toEqual(['final', 'proof'])
  expect([judge('tx_insufficient_fee'), judge('tx_insufficient_fee', true)]).toEqual(['final', 'final'])
  expect([judge('tx_too_early', true), judge('tx_unknown_-99', true)]).toEqual(['later', 'proof'])
})

test('behavior: a fee bump is judged by what is wrong inside', () => {
  const codes = { transaction: 'tx_fee_bump_inner_failed', innerTransaction: 'tx_bad_seq', operations: [] }
  expect(judgeRefusal(codes, false)).toBe('proof')
})

import { expect, test } from 'vitest'
import { market } from '../test/fakeNetwork.ts'
import { successXdr } from '../test/results.ts'
import type { OrderChange } from './orderChange.ts'
import { settle } from './settle.ts'

const place = { type: 'place', market, side: 'sell', price: { n: 1, d: 4 }, amount: 10n } as const
const changes: readonly OrderChange[] = [place, { type: 'cancel', offerId: 7n }]
const timing = { elapsedMs: 6_000, acceptedMs: 200 }
const hash = 'ab'.repeat(32)

test('behavior: an applied batch has an outcome for each change, and no reason', () => {
  const result = { status: 'applied', hash, ledger: 101, feeCharged: 200n, resultXdr: successXdr([{}, {}]) } as const
  expect(settle(result, changes, timing)).toMatchObject({
    ...{ status: 'applied', hash, ledger: 101, feeCharged: 200n, reason: undefined, ...timing },
    changes: [{ status: 'vanished' }, { status: 'cancelled' }],
  })
})

test('behavior: a failed batch names the change that failed it, and the others as rolled back', () => {
  const codes = { transaction: 'tx_failed', operations: ['op_success', 'op_offer_not_found'] }
  const settlement = settle(
    { status: 'failed', hash, ledger: 101, feeCharged: 200n, resultXdr: '', codes },
    changes,
    timing,
  )
  expect(settlement).toMatchObject({
    ...{ status: 'failed', ledger: 101, feeCharged: 200n, codes },
    refusal: { code: 'op_offer_not_found', advice: 'rebuild' },
    changes: [{ status: 'rolledBack' }, { status: 'refused', refusal: { code: 'op_offer_not_found' } }],
  })
  expect(settlement.reason).toContain('op_offer_not_found: ')
})

test('behavior: a rejected batch has no ledger, no fee, and the least fee where that was the trouble', () => {
  const codes = { transaction: 'tx_insufficient_fee', operations: [] }
  expect(settle({ status: 'rejected', hash, codes, minimumFee: 40_000n }, changes, timing)).toMatchObject({
    ...{ status: 'rejected', ledger: undefined, feeCharged: 0n, minimumFee: 40_000n },
    refusal: { code: 'tx_insufficient_fee', advice: 'retry' },
    changes: [{ status: 'rolledBack' }, { status: 'rolledBack' }],
  })
})

test('behavior: an expired batch names the ledger that proves it', () => {
  const settlement = settle({ status: 'expired', hash, provenAtLedger: 108 }, changes, timing)
  expect(settlement).toMatchObject({ status: 'expired', ledger: 108, refusal: undefined, codes: undefined })
  expect(settlement.reason).toContain('108')
})

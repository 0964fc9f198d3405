import { expect, test } from 'vitest'
import { explainCode, explainCodes } from './resultCodes.ts'

// Horizon's own spelling (codes/main.go): three of them lack the prefix.
const manageOffer =
  'op_malformed op_sell_no_trust op_buy_no_trust sell_not_authorized buy_not_authorized op_line_full op_underfunded op_cross_self op_sell_no_issuer buy_no_issuer op_offer_not_found op_low_reserve'
const anyOperation =
  'op_bad_auth op_no_source_account op_not_supported op_too_many_subentries op_exceeded_work_limit op_too_many_sponsoring'
const transaction =
  'tx_failed tx_too_early tx_too_late tx_missing_operation tx_bad_seq tx_bad_auth tx_insufficient_balance tx_no_source_account tx_insufficient_fee tx_bad_auth_extra tx_internal_error tx_not_supported tx_malformed tx_frozen_key_accessed'

test.each(`${manageOffer} ${anyOperation} ${transaction}`.split(' '))('behavior: knows %s', (code) => {
  const { meaning, remedy } = explainCode(code)
  expect(meaning).not.toContain(code)
  expect(remedy).toMatch(/\.$/)
})

test.each(['tx_soroban_invalid', 'constructor', '__proto__', ''])(
  'behavior: tells an unknown code as it is: %s',
  (code) => {
    expect(explainCode(code)).toMatchObject({ code, advice: 'fix' })
  },
)

test('behavior: the first operation that failed speaks before the transaction', () => {
  const operations = ['op_success', 'op_cross_self', 'op_underfunded']
  expect(explainCodes({ transaction: 'tx_failed', operations }).code).toBe('op_cross_self')
  expect(explainCodes({ transaction: 'tx_bad_seq', operations: [] }).code).toBe('tx_bad_seq')
})

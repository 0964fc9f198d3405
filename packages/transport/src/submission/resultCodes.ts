import { xdr } from '@stellar/stellar-sdk/base'
import type { ResultCodes } from '../types/submission.ts'

/** What a TransactionResult says. */
export type DecodedResult = { readonly codes: ResultCodes; readonly feeCharged: bigint }

/** By code, from 0 downwards. Horizon's spelling, here and below (its `codes` package). */
const TRANSACTION = words(`tx_success tx_failed tx_too_early tx_too_late tx_missing_operation tx_bad_seq tx_bad_auth
  tx_insufficient_balance tx_no_source_account tx_insufficient_fee tx_bad_auth_extra tx_internal_error tx_not_supported
  tx_fee_bump_inner_failed tx_bad_sponsorship tx_bad_minseq_age_or_gap tx_malformed tx_soroban_invalid
  tx_frozen_key_accessed`)

/** Of an operation that was not run at all, by code, from -1 downwards. */
const NOT_RUN = words(`op_bad_auth op_no_source_account op_not_supported op_too_many_subentries op_exceeded_work_limit
  op_too_many_sponsoring`)

const OFFER = words(`op_malformed op_sell_no_trust op_buy_no_trust sell_not_authorized buy_not_authorized op_line_full
  op_underfunded op_cross_self op_sell_no_issuer buy_no_issuer op_offer_not_found op_low_reserve`)

const PATH = 'op_malformed op_underfunded op_src_no_trust op_src_not_authorized op_no_destination op_no_trust'
const PATH_END = 'op_not_authorized op_line_full op_no_issuer op_too_few_offers op_cross_self'

/** By operation type, then by code from -1 downwards. Types that are not here are told by number. */
const BY_TYPE: Readonly<Record<number, readonly string[]>> = {
  0: words('op_malformed op_underfunded op_low_reserve op_already_exists'),
  1: words(`${PATH} op_not_authorized op_line_full op_no_issuer`),
  2: words(`${PATH} ${PATH_END} op_over_source_max`),
  3: OFFER,
  4: OFFER,
  5: words(`op_low_reserve op_too_many_signers op_bad_flags op_invalid_inflation op_cant_change op_unknown_flag
    op_threshold_out_of_range op_bad_signer op_invalid_home_domain op_auth_revocable_required`),
  6: words(`op_malformed op_no_issuer op_invalid_limit op_low_reserve op_self_not_allowed op_trust_line_missing
    op_cannot_delete op_not_aut_maintain_liabilities`), // the last one is misspelled in Horizon
  8: words(`op_malformed op_no_account op_immutable_set op_has_sub_entries op_seq_num_too_far op_dest_full
    op_is_sponsor`),
  10: words('op_not_supported_yet op_data_name_not_found op_low_reserve op_data_invalid_name'),
  11: words('op_bad_seq'),
  12: OFFER,
  13: words(`${PATH} ${PATH_END} op_under_dest_min`),
  22: words(`op_malformed op_no_trust op_not_authorized op_underfunded op_line_full op_bad_price op_pool_full
    op_trustline_frozen`),
  23: words('op_malformed op_no_trust op_underfunded op_line_full op_under_minimum op_trustline_frozen'),
}

const FEE_BUMP_SUCCESS = 1

/**
 * Reads a TransactionResult.
 *
 * @returns `undefined` when it cannot be decoded: that proves nothing.
 */
export function decodeResult(resultXdr: string): DecodedResult | undefined {
  try {
    const { feeCharged, result } = xdr.TransactionResult.schema.decode(fromBase64(resultXdr))
    const codes = { transaction: transactionCode(result.code), operations: operationCodes(result) }
    if (!('innerResultPair' in result)) return { feeCharged, codes }
    const innerTransaction = transactionCode(result.innerResultPair.result.result.code)
    return { feeCharged, codes: { ...codes, innerTransaction } }
  } catch {
    return undefined
  }
}

function transactionCode(code: number): string {
  if (code === FEE_BUMP_SUCCESS) return 'tx_fee_bump_inner_success'
  return TRANSACTION[-code] ?? `tx_unknown_${code}`
}

function operationCodes(result: xdr.TransactionResultResultWire): readonly string[] {
  if ('results' in result) return result.results.map(operationCode)
  if (!('innerResultPair' in result)) return []
  const inner = result.innerResultPair.result.result
  return 'results' in inner ? inner.results.map(operationCode) : []
}

function operationCode(result: xdr.OperationResultWire): string {
  if (result.code !== 0) return NOT_RUN[-result.code - 1] ?? `op_unknown_${result.code}`
  const [inner] = Object.values(result.tr).filter((arm): arm is { code: number } => typeof arm === 'object')
  const code = inner?.code ?? 0
  return code === 0 ? 'op_success' : (BY_TYPE[result.tr.type]?.[-code - 1] ?? `op_unknown_${code}`)
}

function words(text: string): readonly string[] {
  return text.split(/\s+/)
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

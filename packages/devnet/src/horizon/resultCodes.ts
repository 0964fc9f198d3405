import { Buffer } from 'node:buffer'
import { xdr } from '@stellar/stellar-sdk'

/** Names of a transaction's result, as Horizon spells them. */
export type ResultCodes = {
  readonly transaction: string
  /** Of the transaction inside a fee bump, whose operations these then are. */
  readonly inner_transaction?: string | undefined
  /** Absent where no operation ran. */
  readonly operations?: readonly string[] | undefined
}

/** By code, from 0 downwards. */
const TRANSACTION = [
  'tx_success',
  'tx_failed',
  'tx_too_early',
  'tx_too_late',
  'tx_missing_operation',
  'tx_bad_seq',
  'tx_bad_auth',
  'tx_insufficient_balance',
  'tx_no_source_account',
  'tx_insufficient_fee',
  'tx_bad_auth_extra',
  'tx_internal_error',
  'tx_not_supported',
  'tx_fee_bump_inner_failed',
  'tx_bad_sponsorship',
  'tx_bad_minseq_age_or_gap',
  'tx_malformed',
  'tx_soroban_invalid',
  'tx_frozen_key_accessed',
] as const

/** Of an operation that was not run at all, by code, from -1 downwards. */
const OPERATION = [
  'op_bad_auth',
  'op_no_source_account',
  'op_not_supported',
  'op_too_many_subentries',
  'op_exceeded_work_limit',
  'op_too_many_sponsoring',
] as const

/** Three of them lack the prefix in Horizon. */
const MANAGE_OFFER = [
  'op_malformed',
  'op_sell_no_trust',
  'op_buy_no_trust',
  'sell_not_authorized',
  'buy_not_authorized',
  'op_line_full',
  'op_underfunded',
  'op_cross_self',
  'op_sell_no_issuer',
  'buy_no_issuer',
  'op_offer_not_found',
  'op_low_reserve',
]

const PAYMENT = [
  'op_malformed',
  'op_underfunded',
  'op_src_no_trust',
  'op_src_not_authorized',
  'op_no_destination',
  'op_no_trust',
  'op_not_authorized',
  'op_line_full',
  'op_no_issuer',
]
const PATH_PAYMENT = [...PAYMENT, 'op_too_few_offers', 'op_cross_self']

/** By operation type and code, from -1 downwards. */
const BY_TYPE: Readonly<Record<number, readonly string[]>> = {
  0: ['op_malformed', 'op_underfunded', 'op_low_reserve', 'op_already_exists'],
  1: PAYMENT,
  2: [...PATH_PAYMENT, 'op_over_source_max'],
  3: MANAGE_OFFER,
  4: MANAGE_OFFER,
  5: [
    'op_low_reserve',
    'op_too_many_signers',
    'op_bad_flags',
    'op_invalid_inflation',
    'op_cant_change',
    'op_unknown_flag',
    'op_threshold_out_of_range',
    'op_bad_signer',
    'op_invalid_home_domain',
    'op_auth_revocable_required',
  ],
  6: [
    'op_malformed',
    'op_no_issuer',
    'op_invalid_limit',
    'op_low_reserve',
    'op_self_not_allowed',
    'op_trust_line_missing',
    'op_cannot_delete',
    'op_not_aut_maintain_liabilities', // Horizon's own spelling
  ],
  7: ['op_malformed', 'op_no_trust', 'op_not_required', 'op_cant_revoke', 'op_self_not_allowed', 'op_low_reserve'],
  8: [
    'op_malformed',
    'op_no_account',
    'op_immutable_set',
    'op_has_sub_entries',
    'op_seq_num_too_far',
    'op_dest_full',
    'op_is_sponsor',
  ],
  9: ['op_not_time'],
  10: ['op_not_supported_yet', 'op_data_name_not_found', 'op_low_reserve', 'op_data_invalid_name'],
  11: ['op_bad_seq'],
  12: MANAGE_OFFER,
  13: [...PATH_PAYMENT, 'op_under_dest_min'],
  14: ['op_malformed', 'op_low_reserve', 'op_no_trust', 'op_not_authorized', 'op_underfunded'],
  15: ['op_does_not_exist', 'op_cannot_claim', 'op_line_full', 'op_no_trust', 'op_not_authorized'],
  16: ['op_malformed', 'op_already_sponsored', 'op_recursive'],
  17: ['op_not_sponsored'],
  18: ['op_does_not_exist', 'op_not_sponsor', 'op_low_reserve', 'op_only_transferable', 'op_malformed'],
  19: ['op_malformed', 'op_not_clawback_enabled', 'op_no_trust', 'op_underfunded'],
  20: ['op_does_not_exist', 'op_no_issuer', 'op_not_clawback_enabled'],
  21: ['op_malformed', 'op_no_trust', 'op_cant_revoke', 'op_invalid_state', 'op_low_reserve'],
  22: [
    'op_malformed',
    'op_no_trust',
    'op_not_authorized',
    'op_underfunded',
    'op_line_full',
    'op_bad_price',
    'op_pool_full',
    'op_trustline_frozen',
  ],
  23: ['op_malformed', 'op_no_trust', 'op_underfunded', 'op_line_full', 'op_under_minimum', 'op_trustline_frozen'],
}

/** Spells a TransactionResult, base64. Of a fee bump, what came of the inner transaction stands beside the code of the outer one. */
export function resultCodes(resultXdr: string): ResultCodes {
  const { result } = xdr.TransactionResult.schema.decode(Buffer.from(resultXdr, 'base64'))
  const inner = 'innerResultPair' in result ? result.innerResultPair.result.result : undefined
  const ran = inner ?? result
  return {
    transaction: transactionCode(result.code),
    inner_transaction: inner && transactionCode(inner.code),
    operations: 'results' in ran ? ran.results.map(operationCode) : undefined,
  }
}

function transactionCode(code: number): string {
  return TRANSACTION[-code] ?? 'tx_fee_bump_inner_success'
}

function operationCode(result: xdr.OperationResultWire): string {
  if (result.code !== 0) return OPERATION[-result.code - 1] ?? 'op_unknown'
  const code = innerCode(result.tr)
  return code === 0 ? 'op_success' : (BY_TYPE[result.tr.type]?.[-code - 1] ?? 'op_unknown')
}

/** The code inside whichever result the operation's type has. */
function innerCode(tr: xdr.OperationResultTrWire): number {
  const [inner] = Object.values(tr).filter((member): member is { code: number } => typeof member === 'object')
  return inner?.code ?? 0
}

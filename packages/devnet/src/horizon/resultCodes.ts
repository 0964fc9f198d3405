import { Buffer } from 'node:buffer'
import { xdr } from '@stellar/stellar-sdk'

/** Names of a transaction's result, as Horizon spells them. */
export type ResultCodes = {
  readonly transaction: string
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

/** By operation type and code, from -1 downwards. */
const BY_TYPE: Readonly<Record<number, readonly string[]>> = {
  0: ['op_malformed', 'op_underfunded', 'op_low_reserve', 'op_already_exists'],
  1: [
    'op_malformed',
    'op_underfunded',
    'op_src_no_trust',
    'op_src_not_authorized',
    'op_no_destination',
    'op_no_trust',
    'op_not_authorized',
    'op_line_full',
    'op_no_issuer',
  ],
  3: MANAGE_OFFER,
  4: MANAGE_OFFER,
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
  12: MANAGE_OFFER,
}

/** Spells a TransactionResult, base64. */
export function resultCodes(resultXdr: string): ResultCodes {
  const { result } = xdr.TransactionResult.schema.decode(Buffer.from(resultXdr, 'base64'))
  return {
    transaction: TRANSACTION[-result.code] ?? 'tx_fee_bump_inner_success',
    operations: 'results' in result ? result.results.map(operationCode) : undefined,
  }
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

import type { FeeBumpTransaction, Transaction } from '@stellar/stellar-sdk'
import { same } from './expectations.ts'
import { at, type JsonObject } from './json.ts'
import type { Probe } from './probe.ts'

/** Horizon's names of what a transaction came to. */
export type Codes = {
  readonly transaction: string
  readonly inner_transaction?: string
  readonly operations?: readonly string[]
}

/** A transaction is refused with these codes, whether a ledger took it or not. */
export async function isRefused(
  { submit }: Probe,
  transaction: Transaction | FeeBumpTransaction,
  codes: Codes,
): Promise<void> {
  const { status, body } = await submit(transaction)
  const { transaction: code, inner_transaction: inner, operations } = codes
  const expected: JsonObject = {
    transaction: code,
    ...(inner === undefined ? {} : { inner_transaction: inner }),
    ...(operations === undefined ? {} : { operations }),
  }
  same('status and result_codes', [status, at(body, 'extras.result_codes') ?? null], [400, expected])
}

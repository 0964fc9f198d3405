import { FeeBumpTransaction, TransactionBuilder } from '@stellar/stellar-sdk/base'
import type { Transaction } from '../types/transactions.ts'
import { accountOf } from './readEnvelope.ts'

/** Signatures include it; what a transaction does is read without one. */
const ANY_PASSPHRASE = 'any'

/** Whether a transaction in a ledger merged an account away. One that cannot be decoded shows nothing. */
export function removesAccount({ envelopeXdr, successful }: Transaction, account: string): boolean {
  if (!successful) return false
  try {
    const outer = TransactionBuilder.fromXdr(envelopeXdr, ANY_PASSPHRASE)
    const { operations, source } = outer instanceof FeeBumpTransaction ? outer.innerTransaction : outer
    return operations.some(
      (operation) => operation.type === 'accountMerge' && accountOf(operation.source ?? source) === account,
    )
  } catch {
    return false
  }
}

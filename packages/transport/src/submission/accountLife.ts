import { FeeBumpTransaction, TransactionBuilder, type Transaction as XdrTransaction } from '@stellar/stellar-sdk/base'
import type { Transaction } from '../types/transactions.ts'
import { accountOf } from './readEnvelope.ts'

/** Signatures include it; what a transaction does is read without one. */
const ANY_PASSPHRASE = 'any'

/** Whether a transaction in a ledger merged an account away. One that cannot be decoded shows nothing. */
export function removesAccount(record: Transaction, account: string): boolean {
  return does(record, (operation, source) => {
    return operation.type === 'accountMerge' && accountOf(operation.source ?? source) === account
  })
}

/** Whether a transaction in a ledger created an account. One that cannot be decoded shows nothing. */
export function createsAccount(record: Transaction, account: string): boolean {
  return does(record, (operation) => operation.type === 'createAccount' && operation.destination === account)
}

type Operation = XdrTransaction['operations'][number]

function does(
  { envelopeXdr, successful }: Transaction,
  isIt: (operation: Operation, source: string) => boolean,
): boolean {
  if (!successful) return false
  try {
    const outer = TransactionBuilder.fromXdr(envelopeXdr, ANY_PASSPHRASE)
    const { operations, source } = outer instanceof FeeBumpTransaction ? outer.innerTransaction : outer
    return operations.some((operation) => isIt(operation, source))
  } catch {
    return false
  }
}

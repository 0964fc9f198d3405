import type { Transaction } from '../types/transactions.ts'
import { accountId, count, flag, int64, member, object, optionalMember, text, timeMs } from './fields.ts'

/** One record of `GET /transactions`. */
export function parseTransaction(body: unknown): Transaction {
  const fields = object(body)
  return {
    hash: member(fields, 'hash', text),
    ledger: member(fields, 'ledger', count),
    successful: member(fields, 'successful', flag),
    sourceAccount: member(fields, 'source_account', accountId),
    sequence: member(fields, 'source_account_sequence', int64),
    feeCharged: member(fields, 'fee_charged', int64),
    maxFee: member(fields, 'max_fee', int64),
    envelopeXdr: member(fields, 'envelope_xdr', text),
    resultXdr: member(fields, 'result_xdr', text),
    createdAtMs: member(fields, 'created_at', timeMs),
    pagingToken: member(fields, 'paging_token', text),
    innerHash: optionalMember(fields, 'inner_transaction', (inner) => member(object(inner), 'hash', text)),
  }
}

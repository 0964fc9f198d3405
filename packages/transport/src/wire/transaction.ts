import type { Transaction, TransactionMemo } from '../types/transactions.ts'
import { accountId, count, type Fields, flag, int64, object, optional, text, timeMs } from './fields.ts'

/** One record of `GET /transactions`. */
export function parseTransaction(body: unknown): Transaction {
  const fields = object(body)
  return {
    hash: text(fields['hash'], 'hash'),
    ledger: count(fields['ledger'], 'ledger'),
    successful: flag(fields['successful'], 'successful'),
    sourceAccount: accountId(fields['source_account'], 'source_account'),
    sequence: int64(fields['source_account_sequence'], 'source_account_sequence'),
    feeCharged: int64(fields['fee_charged'], 'fee_charged'),
    maxFee: int64(fields['max_fee'], 'max_fee'),
    envelopeXdr: text(fields['envelope_xdr'], 'envelope_xdr'),
    resultXdr: text(fields['result_xdr'], 'result_xdr'),
    createdAtMs: timeMs(fields['created_at'], 'created_at'),
    pagingToken: text(fields['paging_token'], 'paging_token'),
    innerHash: optional(fields['inner_transaction'], 'inner_transaction', hashOf),
    memo: parseMemo(fields),
  }
}

/** What no memo could be, and what is of a kind that came later, is left out. */
function parseMemo(fields: Fields): TransactionMemo | undefined {
  const type = fields['memo_type']
  if (type !== 'text' && type !== 'id' && type !== 'hash' && type !== 'return') return undefined
  // Horizon up to 0.17 left an empty text out.
  return { type, value: optional(fields['memo'], 'memo', text) ?? '' }
}

function hashOf(value: unknown, path: string): string {
  return text(object(value, path)['hash'], `${path}.hash`)
}

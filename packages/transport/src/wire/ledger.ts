import type { Ledger } from '../types/ledgers.ts'
import { count, member, object, text, timeMs } from './fields.ts'

/** One record of `GET /ledgers`. */
export function parseLedger(body: unknown): Ledger {
  const fields = object(body)
  return {
    sequence: member(fields, 'sequence', count),
    hash: member(fields, 'hash', text),
    previousHash: typeof fields['prev_hash'] === 'string' ? fields['prev_hash'] : '', // the first ledger has none
    closedAtMs: member(fields, 'closed_at', timeMs),
    baseFee: BigInt(member(fields, 'base_fee_in_stroops', count)),
    baseReserve: BigInt(member(fields, 'base_reserve_in_stroops', count)),
    protocolVersion: member(fields, 'protocol_version', count),
    pagingToken: member(fields, 'paging_token', text),
    successfulTransactionCount: member(fields, 'successful_transaction_count', count),
    failedTransactionCount: countOrNone(fields['failed_transaction_count']),
    operationCount: member(fields, 'operation_count', count),
    maxTransactionSetSize: member(fields, 'max_tx_set_size', count),
  }
}

/** `null` for ledgers ingested before Horizon kept failed transactions. */
function countOrNone(value: unknown): number {
  return typeof value === 'number' ? count(value) : 0
}

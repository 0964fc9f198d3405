import type { Ledger } from '../types/ledgers.ts'
import { count, object, text, timeMs } from './fields.ts'

/** One record of `GET /ledgers`. */
export function parseLedger(body: unknown): Ledger {
  const fields = object(body)
  const previousHash = fields['prev_hash']
  return {
    sequence: count(fields['sequence'], 'sequence'),
    hash: text(fields['hash'], 'hash'),
    previousHash: typeof previousHash === 'string' ? previousHash : '', // the first ledger has none
    closedAtMs: timeMs(fields['closed_at'], 'closed_at'),
    baseFee: BigInt(count(fields['base_fee_in_stroops'], 'base_fee_in_stroops')),
    baseReserve: BigInt(count(fields['base_reserve_in_stroops'], 'base_reserve_in_stroops')),
    protocolVersion: count(fields['protocol_version'], 'protocol_version'),
    pagingToken: text(fields['paging_token'], 'paging_token'),
    successfulTransactionCount: count(fields['successful_transaction_count'], 'successful_transaction_count'),
    failedTransactionCount: countOrNone(fields['failed_transaction_count'], 'failed_transaction_count'),
    operationCount: count(fields['operation_count'], 'operation_count'),
    maxTransactionSetSize: count(fields['max_tx_set_size'], 'max_tx_set_size'),
  }
}

/** `null` for ledgers ingested before Horizon kept failed transactions. */
function countOrNone(value: unknown, path: string): number {
  return typeof value === 'number' ? count(value, path) : 0
}

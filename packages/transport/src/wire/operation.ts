import type { Operation, OperationBase, OperationBody } from '../types/operations.ts'
import { accountId, type Fields, flag, inside, int64, object, optional, text, timeMs } from './fields.ts'
import { operationBodies } from './operationBodies.ts'
import { createSeen, type Seen } from './seen.ts'
import { parseTransaction } from './transaction.ts'

/** One record of `GET /operations` and `GET /payments`. */
export function parseOperation(body: unknown, seen: Seen = createSeen()): Operation {
  const fields = object(body)
  return { ...parseBase(fields, seen), ...parseBody(fields, seen) }
}

function parseBase(fields: Fields, seen: Seen): OperationBase {
  return {
    id: int64(fields['id'], 'id'),
    pagingToken: text(fields['paging_token'], 'paging_token'),
    createdAtMs: timeMs(fields['created_at'], 'created_at'),
    transactionHash: text(fields['transaction_hash'], 'transaction_hash'),
    transactionSuccessful: flag(fields['transaction_successful'], 'transaction_successful'),
    sourceAccount: accountId(fields['source_account'], 'source_account', seen),
    sourceAccountMuxed: optional(fields['source_account_muxed'], 'source_account_muxed', text),
    sponsor: optional(fields['sponsor'], 'sponsor', accountId),
    transaction: optional(fields['transaction'], 'transaction', joined),
  }
}

function joined(value: unknown, path: string): OperationBase['transaction'] {
  return inside(path, () => parseTransaction(value))
}

function parseBody(fields: Fields, seen: Seen): OperationBody {
  const typeName = text(fields['type'], 'type')
  const read = operationBodies.get(typeName)
  return read === undefined ? { type: 'other', typeName, fields } : read(fields, seen)
}

import { Buffer } from 'node:buffer'
import { xdr } from '@stellar/stellar-sdk'
import { type Entry, type EntryChange, entryKey } from '../ledger/entries.ts'
import { changesWire } from '../ledger/entryWire.ts'
import { resultMetaVersion } from '../ledger/protocol.ts'
import { collectChanges } from '../ledger/state.ts'
import type { AppliedTransaction } from '../transactions/closeLedger.ts'

/** What a transaction changed, part by part: enough for its TransactionMeta, which is encoded only when asked for. */
export type ResultMeta = {
  readonly protocol: number
  /** Before its operations ran: sequence number and signers that were good for it alone. */
  readonly before: readonly EntryChange[]
  /** By each operation; none of a failed transaction, whose operations change nothing. */
  readonly operations: readonly (readonly EntryChange[])[]
}

/** Divides a transaction's changes among its operations. What none of them accounts for happened before the first. */
export function resultMeta(
  { changes, operationWrites, isSuccessful }: Pick<AppliedTransaction, 'changes' | 'operationWrites' | 'isSuccessful'>,
  protocol: number,
): ResultMeta {
  const operations = isSuccessful ? operationWrites.map((writes) => collectChanges(writes)) : []
  const found = new Map<string, Entry | undefined>()
  for (const change of operations.flat()) {
    const key = entryKey('before' in change ? change.before : change.after)
    if (!found.has(key)) found.set(key, beforeOf(change))
  }
  const before = changes.flatMap((change): EntryChange[] => {
    const was = beforeOf(change)
    if (was === undefined) return []
    const key = entryKey(was)
    const after = found.has(key) ? found.get(key) : afterOf(change)
    return after === undefined || after === was ? [] : [{ type: 'updated', before: was, after }]
  })
  return { protocol, before, operations }
}

function beforeOf(change: EntryChange): Entry | undefined {
  return change.type === 'created' ? undefined : change.before
}

function afterOf(change: EntryChange): Entry | undefined {
  return change.type === 'removed' ? undefined : change.after
}

/** TransactionMeta, base64, in the version of its protocol. Events are left out, as stellar-core leaves those of classic operations out by default. */
export function encodeResultMeta({ protocol, before, operations }: ResultMeta): string {
  const common = { txChangesBefore: changesWire(before), txChangesAfter: [] }
  const plain = operations.map((changes): xdr.OperationMetaWire => ({ changes: changesWire(changes) }))
  const contract = { ext: { v: 0 }, sorobanMeta: null } as const
  const wires = {
    2: (): xdr.TransactionMetaWire => ({ v: 2, v2: { ...common, operations: plain } }),
    3: (): xdr.TransactionMetaWire => ({ v: 3, v3: { ...common, ...contract, operations: plain } }),
    4: (): xdr.TransactionMetaWire => {
      const withEvents = plain.map(({ changes }) => ({ ext: { v: 0 } as const, changes, events: [] }))
      return { v: 4, v4: { ...common, ...contract, operations: withEvents, events: [], diagnosticEvents: [] } }
    },
  }
  return Buffer.from(xdr.TransactionMeta.schema.encode(wires[resultMetaVersion(protocol)]())).toString('base64')
}

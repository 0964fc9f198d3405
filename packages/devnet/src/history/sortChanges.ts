import { Buffer } from 'node:buffer'
import { xdr } from '@stellar/stellar-sdk'
import type { EntryChange } from '../ledger/entries.ts'
import { entryKeyWire } from '../ledger/entryWire.ts'

/** Changes in the order in which Horizon looks at them: by the bytes of their ledger keys, which is not the order of ids as text. */
export function sortChanges(changes: readonly EntryChange[]): readonly EntryChange[] {
  if (changes.length < 2) return changes
  const keyed = changes.map((change) => ({ change, key: keyBytes(change) }))
  keyed.sort((a, b) => Buffer.compare(a.key, b.key))
  return keyed.map(({ change }) => change)
}

function keyBytes(change: EntryChange): Uint8Array {
  return xdr.LedgerKey.schema.encode(entryKeyWire(change.type === 'created' ? change.after : change.before))
}

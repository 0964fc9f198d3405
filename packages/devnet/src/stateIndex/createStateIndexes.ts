import { emptySnapshot, type LedgerSnapshot } from '../ledger/snapshot.ts'
import { type IndexTables, NO_TABLES, tablesAfter } from './indexTables.ts'
import { snapshotChanges } from './snapshotChanges.ts'
import { readIndex, type StateIndex } from './stateIndex.ts'

/** The indexes of a network's ledgers: one for each, made of the one before. */
export type StateIndexes = {
  /**
   * The index of a ledger. The first costs a walk through all it holds; after that what changed since the one asked for last, in either direction, and the
   * same ledger again nothing. So it is asked for soon after every close, and requests mostly find it made.
   */
  at(snapshot: LedgerSnapshot): StateIndex
}

/** Makes indexes of no ledger yet. They are kept as long as their snapshots are. */
export function createStateIndexes(): StateIndexes {
  const known = new WeakMap<LedgerSnapshot, IndexTables>()
  let last: { readonly snapshot: LedgerSnapshot; readonly tables: IndexTables } | undefined

  const tablesOf = (snapshot: LedgerSnapshot): IndexTables => {
    const made = known.get(snapshot)
    if (made !== undefined) return made
    const start = last ?? { snapshot: emptySnapshot(snapshot.header), tables: NO_TABLES }
    const tables = tablesAfter(start.tables, snapshotChanges(start.snapshot, snapshot))
    known.set(snapshot, tables)
    last = { snapshot, tables }
    return tables
  }
  return { at: (snapshot) => readIndex(snapshot, tablesOf(snapshot)) }
}

import type { EntryChange, PoolEntry } from '../../ledger/entries.ts'
import type { PoolMove } from './effect.ts'

/** A pool that an operation changed: before and after, each undefined where there was none. */
export type PoolChange = { readonly before: PoolEntry | undefined; readonly after: PoolEntry | undefined }

/** The pools among changes. */
export function poolChanges(changes: readonly EntryChange[]): readonly PoolChange[] {
  return changes.flatMap((change) => {
    const before = change.type === 'created' ? undefined : change.before
    const after = change.type === 'removed' ? undefined : change.after
    if ((after ?? before)?.type !== 'pool') return []
    return [{ before: before?.type === 'pool' ? before : undefined, after: after?.type === 'pool' ? after : undefined }]
  })
}

/** What Horizon shows of a pool: as the whole operation left it, or as it was where the operation removed it. */
export function poolShown({ before, after }: PoolChange): PoolEntry | undefined {
  return after ?? before
}

/** A changed pool by its id. */
export function poolChange(changes: readonly EntryChange[], id: string): PoolChange | undefined {
  return poolChanges(changes).find((change) => poolShown(change)?.id === id)
}

export function poolOf(changes: readonly EntryChange[], id: string): PoolEntry | undefined {
  const change = poolChange(changes, id)
  return change && poolShown(change)
}

/** What went into a pool; negative where it went out. */
export function movedInto({ before, after }: PoolChange): PoolMove {
  return {
    amountA: (after?.reserveA ?? 0n) - (before?.reserveA ?? 0n),
    amountB: (after?.reserveB ?? 0n) - (before?.reserveB ?? 0n),
    shares: (after?.totalShares ?? 0n) - (before?.totalShares ?? 0n),
  }
}

/** What went out of a pool. */
export function movedOutOf(change: PoolChange): PoolMove {
  const { amountA, amountB, shares } = movedInto(change)
  return { amountA: -amountA, amountB: -amountB, shares: -shares }
}

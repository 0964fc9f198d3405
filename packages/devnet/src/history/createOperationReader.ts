import type { EffectRow } from './effects/effect.ts'
import { effectsOf } from './effects/effectsOf.ts'
import { type OperationRow, operationsOf } from './operationsOf.ts'
import type { TransactionRow } from './rows.ts'

/** Derives the operations and effects of transactions, and remembers those that were asked for last. */
export type OperationReader = {
  /** In order. */
  operations(transaction: TransactionRow): readonly OperationRow[]
  /** In order, those of all its operations. */
  effects(transaction: TransactionRow): readonly EffectRow[]
}

type Derived = { readonly operations: readonly OperationRow[]; effects: readonly EffectRow[] | undefined }

/**
 * Makes a reader.
 *
 * @param options.remembered - Transactions whose operations are kept. Whoever pages or follows a stream asks for the same ones again and again.
 */
export function createOperationReader({ remembered }: { readonly remembered: number }): OperationReader {
  const memo = new Map<TransactionRow, Derived>()

  const derive = (transaction: TransactionRow): Derived => {
    const derived = memo.get(transaction) ?? { operations: operationsOf(transaction), effects: undefined }
    memo.delete(transaction) // and in again at the end: the map is in order of use
    memo.set(transaction, derived)
    if (memo.size > remembered) {
      const [oldest] = memo.keys()
      if (oldest !== undefined) memo.delete(oldest)
    }
    return derived
  }
  return {
    operations: (transaction) => derive(transaction).operations,
    effects: (transaction) => {
      const derived = derive(transaction)
      derived.effects ??= derived.operations.flatMap(effectsOf)
      return derived.effects
    },
  }
}

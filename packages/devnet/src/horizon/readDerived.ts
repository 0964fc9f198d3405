import type { TransactionRow } from '../history/rows.ts'
import type { Positioned } from '../history/timeline.ts'
import { walk } from '../history/walk.ts'
import type { TransactionScope } from './operationScope.ts'
import type { Paging } from './paging.ts'

/** What is read: rows that transactions yield, from a place on. */
export type DerivedQuery<Row extends Positioned> = Pick<Paging, 'order' | 'limit'> & {
  /** Rows past this position are read; the operation in which it lies tells where to begin. */
  readonly cursor: bigint
  readonly operation: bigint
  readonly scope: TransactionScope
  readonly where: (transaction: TransactionRow) => boolean
  /** A transaction's rows, in rising order. */
  readonly rowsOf: (transaction: TransactionRow) => Iterable<Row>
}

/** The operations that share a transaction differ in these bits of their TOIDs alone. */
const OPERATION_BITS = 0xfffn

/** A page of operations or effects: transactions are derived one after the other, until the page is full. */
export function readDerived<Row extends Positioned>(query: DerivedQuery<Row>): readonly Row[] {
  const { cursor, operation, order, limit, scope, where, rowsOf } = query
  const isAscending = order === 'asc'
  const start = isAscending ? (operation & ~OPERATION_BITS) - 1n : operation + 1n
  const page: Row[] = []
  for (const transaction of walk(scope.rows, { cursor: start, order, within: scope.within, where })) {
    const rows = [...rowsOf(transaction)]
    for (const row of isAscending ? rows : rows.reverse()) {
      if (isAscending ? row.position <= cursor : row.position >= cursor) continue
      page.push(row)
      if (page.length === limit) return page
    }
  }
  return page
}

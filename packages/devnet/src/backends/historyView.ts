import { type History, turnTrade } from '../history/createHistory.ts'
import type { IndexedTimeline } from '../history/indexedTimeline.ts'
import type { TradeRow } from '../history/rows.ts'
import type { Positioned, Timeline } from '../history/timeline.ts'
import { endOfLedger, positionInOperation } from '../history/toid.ts'
import { delegate } from './delegate.ts'

/** How a server sees a history that it shares with others. */
export type HistorySight = {
  /** The last ledger that it sees; undefined: all there are. */
  readonly until: () => number | undefined
  /** Whether it met the two assets of each market in the other order, so that its trades face the other way. */
  readonly flipsTrades: boolean
}

/** How a timeline is seen. */
type Sight<Row> = {
  /** The last position that is seen. */
  readonly end: bigint
  readonly turn?: ((row: Row) => Row) | undefined
}

/** The same history, seen from a server that lags behind or orders assets differently. Rows are shared, not copied. */
export function historyView(inner: History, { until, flipsTrades }: HistorySight): History {
  const ledgerEnd = (): bigint | undefined => {
    const ledger = until()
    return ledger === undefined ? undefined : endOfLedger(ledger)
  }
  const isSeen = (ledger: number): boolean => ledger <= (until() ?? ledger)
  const transactions = (): IndexedTimeline<
    History['transactions']['all'] extends Timeline<infer Row> ? Row : never
  > => {
    const end = ledgerEnd()
    return end === undefined ? inner.transactions : indexedView(inner.transactions, { end })
  }
  const trades = (): IndexedTimeline<TradeRow> => {
    const end = ledgerEnd()
    if (end === undefined && !flipsTrades) return inner.trades
    const last = positionInOperation((end ?? MAX_OPERATION) + 1n, 0) - 1n
    return indexedView(inner.trades, { end: last, turn: flipsTrades ? turnTrade : undefined })
  }
  return delegate(inner, () => inner, {
    latest: () => {
      const ledger = until()
      return ledger === undefined ? inner.latest : (inner.ledger(ledger) ?? inner.elder)
    },
    ledger: () => (sequence) => (isSeen(sequence) ? inner.ledger(sequence) : undefined),
    ledgers: () => {
      const end = ledgerEnd()
      return end === undefined ? inner.ledgers : timelineView(inner.ledgers, { end })
    },
    transaction: () => (hash) => {
      const row = inner.transaction(hash)
      return row !== undefined && isSeen(row.ledger) ? row : undefined
    },
    transactions,
    trades,
  })
}

const MAX_OPERATION = (1n << 63n) - 2n

function indexedView<Row extends Positioned>(inner: IndexedTimeline<Row>, sight: Sight<Row>): IndexedTimeline<Row> {
  const seen = (rows: Timeline<Row> | undefined): Timeline<Row> | undefined => rows && timelineView(rows, sight)
  return { ...inner, all: timelineView(inner.all, sight), of: (key) => seen(inner.of(key)) }
}

function timelineView<Row extends Positioned>(inner: Timeline<Row>, { end, turn }: Sight<Row>): Timeline<Row> {
  return {
    ...inner,
    read: (query) => {
      const { first = 0n, last = end } = query.within ?? {}
      const rows = inner.read({ ...query, within: { first, last: last < end ? last : end } })
      return turn === undefined ? rows : rows.map(turn)
    },
  }
}

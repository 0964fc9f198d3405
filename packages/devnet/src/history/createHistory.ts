import type { AssetId } from '../ledger/entries.ts'
import { createAssetRanks } from './assetRanks.ts'
import { accountKey, affectedKey, EFFECTS, marketKey, offerKey, PAYMENTS, poolKey, venueKey } from './historyKeys.ts'
import { createIndexedTimeline, type IndexedTimeline } from './indexedTimeline.ts'
import type { LedgerRow, TradeRow, TradeSide, TransactionRow } from './rows.ts'
import { createTimeline, type Timeline } from './timeline.ts'
import { endOfLedger, positionInOperation, toid } from './toid.ts'

/** What one ledger adds to history. Trades still face the way their claims do. */
export type LedgerHistory = {
  readonly ledger: LedgerRow
  readonly transactions: readonly TransactionRow[]
  readonly trades: readonly TradeRow[]
}

/** What was: the last so many ledgers, their transactions and trades, found by account, market and offer. */
export type History = {
  /** Undefined before the first ledger. */
  readonly latest: LedgerRow | undefined
  readonly elder: LedgerRow | undefined
  add(closed: LedgerHistory): void
  /** Makes what the next look-up by a key needs, in a turn of its own; otherwise that look-up makes it. */
  prepare(): void
  ledger(sequence: number): LedgerRow | undefined
  readonly ledgers: Timeline<LedgerRow>
  /** Also finds failed ones, and fee bumps by the hash of the transaction in them. */
  transaction(hash: string): TransactionRow | undefined
  /** By account id, {@link affectedKey}, {@link poolKey}, {@link balanceKey}, {@link PAYMENTS}, {@link EFFECTS}. */
  readonly transactions: IndexedTimeline<TransactionRow>
  /** By {@link accountKey}, {@link marketKey}, {@link offerKey}, {@link poolKey}, {@link venueKey}. */
  readonly trades: IndexedTimeline<TradeRow>
  /** Whether an account was ever named within the ledgers kept; it stays known after it was merged. */
  knowsAccount(accountId: string): boolean
  hasTraded(asset: AssetId): boolean
  /** All that a ledger added. */
  closed(sequence: number): LedgerHistory | undefined
  /** Assets in the order in which they first traded. */
  assets(): readonly AssetId[]
  /** Everything that is kept, as a value. */
  snapshot(): HistorySnapshot
}

/** A history as a value: it never changes, and its rows are shared with the history. */
export type HistorySnapshot = {
  /** Oldest first. */
  readonly ledgers: readonly LedgerHistory[]
  /** Assets in the order in which they first traded, which may lie before the ledgers that are kept. */
  readonly assets: readonly AssetId[]
}

/**
 * Makes a history in memory.
 *
 * @param options.ledgers - How many ledgers are kept; older ones go with all their rows.
 * @param options.from - What it goes on from.
 */
export function createHistory({
  ledgers: kept,
  from,
}: {
  readonly ledgers: number
  readonly from?: HistorySnapshot | undefined
}): History {
  const ledgers = createTimeline<LedgerRow>()
  const transactions = createIndexedTimeline(transactionKeys)
  const trades = createIndexedTimeline(tradeKeys)
  const byHash = new Map<string, TransactionRow>()
  const byInnerHash = new Map<string, TransactionRow>()
  const bySequence = new Map<number, LedgerHistory>()
  const ranks = createAssetRanks(from?.assets)
  let latest: LedgerRow | undefined
  let elder: LedgerRow | undefined

  const add = (closed: LedgerHistory): void => {
    ranks.add(closed.trades.flatMap(({ base, counter }) => [base.asset, counter.asset]))
    ledgers.append(closed.ledger)
    bySequence.set(closed.ledger.header.ledgerSequence, closed)
    for (const row of closed.transactions) {
      transactions.append(row)
      byHash.set(row.hash, row)
      if (row.innerHash !== undefined) byInnerHash.set(row.innerHash, row)
    }
    for (const row of closed.trades) trades.append(orient(row))
    latest = closed.ledger
    elder ??= closed.ledger
    while (bySequence.size > kept) reap()
  }
  const orient = (row: TradeRow): TradeRow =>
    (ranks.rank(row.base.asset) ?? 0) < (ranks.rank(row.counter.asset) ?? 0) ? row : turnTrade(row)

  const reap = (): void => {
    const sequence = elder?.header.ledgerSequence ?? 0
    const end = endOfLedger(sequence)
    const within = { first: toid(sequence), last: end }
    for (const row of transactions.all.read({ cursor: within.first, order: 'asc', limit: Infinity, within })) {
      byHash.delete(row.hash)
      const { innerHash = '' } = row
      if (byInnerHash.get(innerHash) === row) byInnerHash.delete(innerHash) // a later fee bump may hold the same one
    }
    ledgers.dropThrough(end)
    transactions.dropThrough(end)
    trades.dropThrough(positionInOperation(end, 0))
    bySequence.delete(sequence)
    elder = bySequence.get(sequence + 1)?.ledger
  }
  for (const closed of from?.ledgers ?? []) add(closed)
  return {
    get latest() {
      return latest
    },
    get elder() {
      return elder
    },
    add,
    prepare: () => {
      transactions.list()
      trades.list()
    },
    ledgers,
    transactions,
    trades,
    ledger: (sequence) => bySequence.get(sequence)?.ledger,
    transaction: (hash) => byHash.get(hash) ?? byInnerHash.get(hash),
    knowsAccount: (accountId) =>
      transactions.of(accountId) !== undefined || trades.of(accountKey(accountId)) !== undefined,
    hasTraded: (asset) => ranks.rank(asset) !== undefined,
    closed: (sequence) => bySequence.get(sequence),
    assets: ranks.all,
    snapshot: () => ({ ledgers: [...bySequence.values()], assets: ranks.all() }),
  }
}

/** The same trade seen from the other asset. */
export function turnTrade(row: TradeRow): TradeRow {
  const price = { n: row.price.d, d: row.price.n }
  return { ...row, base: row.counter, counter: row.base, baseIsSeller: !row.baseIsSeller, price }
}

function transactionKeys({ participants, touched, affected, hasPayments }: TransactionRow): Iterable<string> {
  const keys = [...participants, ...touched]
  if (hasPayments) keys.push(PAYMENTS)
  if (affected.length > 0) keys.push(EFFECTS, ...affected.map(affectedKey))
  return keys
}

function tradeKeys({ base, counter, venue }: TradeRow): Iterable<string> {
  return new Set([...sideKeys(base), ...sideKeys(counter), marketKey(base.asset, counter.asset), venueKey(venue)])
}

function sideKeys(side: TradeSide): readonly string[] {
  return side.type === 'pool' ? [poolKey(side.poolId)] : [accountKey(side.account), offerKey(side.offerId)]
}

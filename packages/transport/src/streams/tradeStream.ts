import { InvalidOptionError } from '@sdex/primitives'
import type { Query } from '../baseUrl.ts'
import type { Reads } from '../createReads.ts'
import { checkAccountIds, checkAssets, MAX_LIMIT } from '../reads/checkInput.ts'
import { pairQuery } from '../reads/queries.ts'
import type { HorizonStream } from '../types/streams.ts'
import type { Trade, TradeStreamFilter } from '../types/trades.ts'
import { orientTrade } from '../wire/orientTrade.ts'
import { parseTrade } from '../wire/trade.ts'
import { createHistoryReach, type HistoryReach } from './historyReach.ts'
import { noLedgerYet, readNewestLedger } from './newestLedger.ts'
import { endOfLedger, parsePagingToken } from './pagingToken.ts'
import type { StreamContext } from './ports.ts'
import { recordStream } from './recordStream.ts'
import type { Resume } from './streamSpec.ts'

/**
 * Trades after a cursor; without it those of ledgers that close after the first subscriber came.
 *
 * @throws InvalidOptionError for what is no account id or asset, and a cursor that is no paging token: `now` would lose what happens between two
 * connections.
 */
export function tradeStream(
  context: StreamContext,
  filter: TradeStreamFilter,
  { cursor: start }: { readonly cursor?: string | undefined } = {},
): HorizonStream<Trade> {
  if ('account' in filter) checkAccountIds({ account: filter.account })
  else checkAssets([filter.market.base, filter.market.quote])
  if (start !== undefined && parsePagingToken(start) === undefined) throw invalidCursor(start)
  return recordStream<Trade>(context, () => {
    const reach = createHistoryReach(context.clock)
    return {
      path: '/trades',
      query: { ...filterQuery(filter), limit: MAX_LIMIT },
      priority: 'account' in filter ? 'account' : 'market',
      kind: 'records',
      read: 'account' in filter ? (json) => orientTrade(parseTrade(json)) : parseTrade,
      prepare: async (resume) => {
        const { cursor = start, wentWell, signal } = resume
        if (cursor === undefined) return endOfNewestLedger(context, signal)
        return wentWell ? cursor : backfill(context, { filter, cursor, resume, reach })
      },
    }
  })
}

type Missed = {
  readonly filter: TradeStreamFilter
  readonly cursor: string
  readonly resume: Resume<Trade>
  readonly reach: HistoryReach
}

/**
 * Reads by request what was missed: a connection of a stream brings 200 trades at most, and after a long time away there are more.
 *
 * @returns Where the stream goes on.
 */
async function backfill(
  { reads, eachReads }: StreamContext,
  { filter, cursor, resume, reach }: Missed,
): Promise<string> {
  const { signal, emit } = resume
  const priority = 'account' in filter ? 'account' : 'market'
  let last = cursor
  const readFrom = async (server: Pick<Reads, 'network' | 'trades'>): Promise<string> => {
    const call = { signal, priority } as const
    const reached = await reach.check(server, last, call)
    for (let isFull = true; isFull && !signal.aborted; ) {
      const { records } = await server.trades({ ...filter, cursor: last, limit: MAX_LIMIT, ...call })
      if (reached.isDoubtful(last)) await reach.check(server, last, call)
      for (const trade of records) emit(trade.pagingToken, trade)
      last = records.at(-1)?.pagingToken ?? last
      isFull = records.length === MAX_LIMIT
    }
    reached.toldAll() // of the look before the pages
    return last
  }
  // What one server keeps says nothing of another one's pages.
  const servers = eachReads()
  let failure: unknown
  for (const server of servers.length === 0 ? [reads] : servers) {
    try {
      return await readFrom(server)
    } catch (error) {
      signal.throwIfAborted()
      failure = error
    }
  }
  throw failure
}

function filterQuery(filter: TradeStreamFilter): Query {
  return 'account' in filter ? { account_id: filter.account } : pairQuery(filter.market)
}

async function endOfNewestLedger(context: StreamContext, signal: AbortSignal): Promise<string> {
  const newest = await readNewestLedger(context, signal)
  if (newest !== undefined) return endOfLedger(newest.sequence)
  throw noLedgerYet()
}

function invalidCursor(cursor: string): InvalidOptionError {
  return new InvalidOptionError({
    message: `The cursor ${cursor} is not a paging token.`,
    remedy: 'Pass the paging token of a record, or leave it out to begin with what comes next.',
    input: cursor,
  })
}

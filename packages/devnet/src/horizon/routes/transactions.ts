import type { TransactionRow } from '../../history/rows.ts'
import type { Timeline, TimelineQuery } from '../../history/timeline.ts'
import { endOfLedger, toid } from '../../history/toid.ts'
import { type ApiRequest, includesFailed, parameter, pathAccount } from '../apiRequest.ts'
import { openHistory, readHistory } from '../historyPage.ts'
import { invalidField, notFound, ProblemError } from '../problem.ts'
import type { HorizonData, PageResource, Route } from '../route.ts'
import { renderTransaction } from '../transactionBody.ts'
import { findLedger, ledgerParameter } from './ledgers.ts'

export function transactionRoutes(data: HorizonData): readonly Route[] {
  const list = (path: string, scopeOf: (request: ApiRequest) => Scope): Route => ({
    path,
    family: 'history',
    streams: true,
    open: (request) => openTransactions(data, request, scopeOf),
  })
  return [
    list('/transactions', () => () => ({ rows: data.history.transactions.all })),
    list('/accounts/{account_id}/transactions', (request) => accountScope(data, pathAccount(request))),
    list('/ledgers/{ledger_id}/transactions', (request) => ledgerScope(data, ledgerParameter(request))),
    {
      path: '/transactions/{tx_id}',
      family: 'history',
      streams: false,
      open: (request) => {
        const hash = hashParameter(request)
        return { type: 'object', read: () => renderTransaction(request.origin, findTransaction(data, hash), hash) }
      },
    },
  ]
}

/** Where a list's rows are, asked at each reading: an account can become known while a stream is open. */
type Scope = () => {
  readonly rows: Timeline<TransactionRow> | undefined
  readonly within?: TimelineQuery<TransactionRow>['within']
}

function openTransactions(
  data: HorizonData,
  request: ApiRequest,
  scopeOf: (request: ApiRequest) => Scope,
): PageResource {
  const paging = openHistory(data, request)
  const where = includesFailed(request) ? undefined : (row: TransactionRow): boolean => row.isSuccessful
  const scope = scopeOf(request)
  return {
    type: 'page',
    paging,
    read: (at) => {
      const { rows, within } = scope()
      return readHistory(at, rows, { within, where }).map((row) => ({
        token: row.position.toString(),
        body: renderTransaction(request.origin, row),
      }))
    },
  }
}

function accountScope({ history }: HorizonData, accountId: string): Scope {
  return () => {
    if (history.knowsAccount(accountId)) return { rows: history.transactions.of(accountId) }
    throw new ProblemError(notFound)
  }
}

/** Ledger 0 stands for all of them, as in Horizon. */
function ledgerScope(data: HorizonData, sequence: number): Scope {
  return () => {
    const rows = data.history.transactions.all
    if (sequence === 0) return { rows }
    findLedger(data, sequence)
    return { rows, within: { first: toid(sequence), last: endOfLedger(sequence) } }
  }
}

function hashParameter(request: ApiRequest): string {
  const hash = parameter(request, 'tx_id')
  if (/^[0-9a-f]{64}$/.test(hash)) return hash
  throw invalidField('tx_id', 'Transaction hash must be a hex-encoded, lowercase SHA-256 hash')
}

function findTransaction({ history }: HorizonData, hash: string): TransactionRow {
  const row = history.transaction(hash)
  if (row !== undefined) return row
  throw new ProblemError(notFound)
}

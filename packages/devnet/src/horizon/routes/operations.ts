import type { OperationReader } from '../../history/createOperationReader.ts'
import type { OperationRow } from '../../history/operationsOf.ts'
import type { TransactionRow } from '../../history/rows.ts'
import { ledgerOfToid } from '../../history/toid.ts'
import { PAYMENT_TYPES } from '../../history/traces.ts'
import { type ApiRequest, includesFailed, parameter } from '../apiRequest.ts'
import { openHistory } from '../historyPage.ts'
import type { JsonObject } from '../json.ts'
import { renderOperation } from '../operationBody/renderOperation.ts'
import {
  holds,
  mayHold,
  type OperationFilter,
  operationFilters,
  operationScope,
  paymentScope,
} from '../operationScope.ts'
import { integerCursor, type Paging } from '../paging.ts'
import { beforeHistory, invalidField, notFound, ProblemError } from '../problem.ts'
import { readDerived } from '../readDerived.ts'
import type { HorizonData, PageResource, Route } from '../route.ts'

type Kind = 'operations' | 'payments'

const PARENTS = ['accounts/{account_id}', 'ledgers/{ledger_id}', 'transactions/{tx_id}']
/** Of pools and claimable balances there is no list of payments. */
const ENTRIES = ['liquidity_pools/{liquidity_pool_id}', 'claimable_balances/{claimable_balance_id}']

/** Operations and payments, of everything and of each parent. */
export function operationRoutes(data: HorizonData, reader: OperationReader): readonly Route[] {
  const list = (path: string, kind: Kind): Route => ({
    path,
    family: 'history',
    streams: true,
    open: (request) => openOperations(data, { request, kind, reader }),
  })
  return [
    list('/operations', 'operations'),
    list('/payments', 'payments'),
    ...PARENTS.flatMap((parent) => [
      list(`/${parent}/operations`, 'operations'),
      list(`/${parent}/payments`, 'payments'),
    ]),
    ...ENTRIES.map((parent) => list(`/${parent}/operations`, 'operations')),
    {
      path: '/operations/{id}',
      family: 'history',
      streams: false,
      open: (request) => {
        const id = operationParameter(request)
        const view = { origin: request.origin, joinsTransactions: joinsTransactions(request) }
        return { type: 'object', read: () => renderOperation(findOperation(data, { id, reader }), view) }
      },
    },
  ]
}

type Opening = { readonly request: ApiRequest; readonly kind: Kind; readonly reader: OperationReader }

function openOperations(data: HorizonData, { request, kind, reader }: Opening): PageResource {
  const paging = openHistory(data, request)
  const filter = singleFilter(request)
  const isFailedToo = includesFailed(request) || filter.type === 'transaction'
  const view = { origin: request.origin, joinsTransactions: joinsTransactions(request) }
  const where = (transaction: TransactionRow): boolean =>
    (isFailedToo || transaction.isSuccessful) &&
    (kind === 'operations' || transaction.hasPayments) &&
    mayHold(filter, transaction)
  const rowsOf = (transaction: TransactionRow): readonly OperationRow[] =>
    reader
      .operations(transaction)
      .filter(
        (operation) => (kind === 'operations' || PAYMENT_TYPES.has(operation.body.type)) && holds(filter, operation),
      )
  const read = (at: Paging): readonly { readonly token: string; readonly body: JsonObject }[] => {
    const cursor = integerCursor(at)
    const scope = kind === 'payments' ? paymentScope(data, filter) : operationScope(data, filter)
    return readDerived({ ...at, cursor, operation: cursor, scope, where, rowsOf }).map((operation) => ({
      token: operation.position.toString(),
      body: renderOperation(operation, view),
    }))
  }
  return { type: 'page', paging, read }
}

function singleFilter(request: ApiRequest): OperationFilter {
  const [filter = { type: 'all' } as const, another] = operationFilters(request)
  if (another === undefined) return filter
  const reason = 'Use a single filter for operations, you can only use one of tx_id, account_id or ledger_id'
  throw invalidField('filters', reason)
}

function joinsTransactions(request: ApiRequest): boolean {
  const join = parameter(request, 'join')
  if (join === '' || join === 'transactions') return join !== ''
  throw invalidField('join', 'Accepted values: transactions')
}

function operationParameter(request: ApiRequest): bigint {
  const value = parameter(request, 'id')
  if (/^\d{1,20}$/.test(value) && BigInt(value) < 1n << 64n) return BigInt(value)
  throw invalidField('id', 'schema: error converting value for "id"')
}

type Wanted = { readonly id: bigint; readonly reader: OperationReader }

function findOperation({ history }: HorizonData, { id, reader }: Wanted): OperationRow {
  if (ledgerOfToid(id) < (history.elder?.header.ledgerSequence ?? 0)) throw new ProblemError(beforeHistory)
  const within = { first: id & ~0xfffn, last: id }
  const [transaction] = history.transactions.all.read({ cursor: within.first - 1n, order: 'asc', limit: 1, within })
  const operation = transaction && reader.operations(transaction).find(({ position }) => position === id)
  if (operation !== undefined) return operation
  throw new ProblemError(notFound)
}

import type { OperationReader } from '../../history/createOperationReader.ts'
import type { EffectRow } from '../../history/effects/effect.ts'
import type { OperationRow } from '../../history/operationsOf.ts'
import type { TransactionRow } from '../../history/rows.ts'
import { positionInOperation } from '../../history/toid.ts'
import { type ApiRequest, idParameter } from '../apiRequest.ts'
import { effectToken, renderEffect } from '../effectBody/renderEffect.ts'
import { openHistory } from '../historyPage.ts'
import { effectScope, holds, type OperationFilter, operationFilters, type TransactionScope } from '../operationScope.ts'
import { type PageRecord, type Paging, pairCursor } from '../paging.ts'
import { invalidField } from '../problem.ts'
import { readDerived } from '../readDerived.ts'
import type { HorizonData, PageResource, Route } from '../route.ts'

const PATHS = [
  '/effects',
  '/accounts/{account_id}/effects',
  '/ledgers/{ledger_id}/effects',
  '/transactions/{tx_id}/effects',
  '/operations/{op_id}/effects',
  '/liquidity_pools/{liquidity_pool_id}/effects',
]

/** Effects, of everything and of each parent. */
export function effectRoutes(data: HorizonData, reader: OperationReader): readonly Route[] {
  return PATHS.map((path) => ({
    path,
    family: 'history',
    streams: true,
    open: (request) => openEffects(data, request, reader),
  }))
}

type EffectFilter = Exclude<OperationFilter, { type: 'balance' }> | { readonly type: 'operation'; readonly id: bigint }

function openEffects(data: HorizonData, request: ApiRequest, reader: OperationReader): PageResource {
  const paging = openHistory(data, request)
  const filter = effectFilter(request)
  const read = (at: Paging): readonly PageRecord[] =>
    readEffects(data, { filter, paging: at, reader }).map((row) => ({
      token: effectToken(row),
      body: renderEffect(row, request.origin),
    }))
  return { type: 'page', paging, read }
}

function effectFilter(request: ApiRequest): EffectFilter {
  const id = idParameter(request, 'op_id', 'Operation ID must be an integer higher than 0')
  const filters: EffectFilter[] = id === undefined ? [] : [{ type: 'operation', id }]
  for (const filter of operationFilters(request)) if (filter.type !== 'balance') filters.push(filter)
  const [filter = { type: 'all' } as const, another] = filters
  if (another === undefined) return filter
  throw invalidField(
    'filters',
    'Use a single filter for effects, you can only use one of account_id, op_id, tx_id or ledger_id',
  )
}

type Wanted = { readonly filter: EffectFilter; readonly paging: Paging; readonly reader: OperationReader }

function readEffects(data: HorizonData, { filter, paging, reader }: Wanted): readonly EffectRow[] {
  const { operation, index } = pairCursor(paging)
  const place = { ...paging, operation, cursor: positionInOperation(operation, index) }
  const scope = scopeOf(data, filter)
  if (filter.type === 'pool') return readPoolEffects({ place, scope, filter, reader })
  return readDerived({ ...place, scope, where: hasEffects, rowsOf: (row) => rowsOf(row, filter, reader) })
}

function scopeOf(data: HorizonData, filter: EffectFilter): TransactionScope {
  if (filter.type !== 'operation') return effectScope(data, filter)
  return { rows: data.history.transactions.all, within: { first: filter.id & ~0xfffn, last: filter.id } }
}

function hasEffects({ affected }: TransactionRow): boolean {
  return affected.length > 0
}

function rowsOf(transaction: TransactionRow, filter: EffectFilter, reader: OperationReader): readonly EffectRow[] {
  const effects = reader.effects(transaction)
  if (filter.type === 'account') return effects.filter(({ account }) => account.accountId === filter.accountId)
  return filter.type === 'operation' ? effects.filter(({ operation }) => operation === filter.id) : effects
}

/**
 * Horizon takes as many operations that touched the pool as the page is long, from the cursor's on, and pages through all of their effects, also those that
 * have nothing to do with the pool. Where the cursor stands at the end of its operation, a page of 1 is empty.
 */
function readPoolEffects(args: {
  readonly place: Omit<Paging, 'cursor'> & { readonly operation: bigint; readonly cursor: bigint }
  readonly scope: TransactionScope
  readonly filter: Extract<OperationFilter, { type: 'pool' }>
  readonly reader: OperationReader
}): readonly EffectRow[] {
  const { place, scope, filter, reader } = args
  const touching = (transaction: TransactionRow): readonly OperationRow[] =>
    reader.operations(transaction).filter((row) => holds(filter, row))
  const from = place.order === 'asc' ? place.operation - 1n : place.operation + 1n
  const operations = readDerived({
    ...place,
    ...{ scope, cursor: from, where: () => true, rowsOf: touching },
  })
  const taken = new Set(operations.map(({ position }) => position))
  return readDerived({
    ...{ ...place, scope, where: hasEffects },
    rowsOf: (transaction) => reader.effects(transaction).filter(({ operation }) => taken.has(operation)),
  })
}

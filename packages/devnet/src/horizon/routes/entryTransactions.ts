import { includesFailed } from '../apiRequest.ts'
import { openHistory, readHistory } from '../historyPage.ts'
import { operationFilters, operationScope } from '../operationScope.ts'
import type { HorizonData, Route } from '../route.ts'
import { renderTransaction } from '../transactionBody.ts'

/** Transactions that changed a pool or a claimable balance. Failed ones changed nothing, also where they are asked for. */
export function entryTransactionRoutes(data: HorizonData): readonly Route[] {
  return ['liquidity_pools/{liquidity_pool_id}', 'claimable_balances/{claimable_balance_id}'].map((parent) => ({
    path: `/${parent}/transactions`,
    family: 'history',
    streams: true,
    open: (request) => {
      const paging = openHistory(data, request)
      includesFailed(request) // is checked
      const [filter = { type: 'all' } as const] = operationFilters(request)
      return {
        type: 'page',
        paging,
        read: (at) =>
          readHistory(at, operationScope(data, filter).rows).map((row) => ({
            token: row.position.toString(),
            body: renderTransaction(request.origin, row),
          })),
      }
    },
  }))
}

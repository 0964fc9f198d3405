import { formatAmount } from '@sdex/primitives'
import type { LedgerRow } from '../../history/rows.ts'
import { type ApiRequest, idParameter } from '../apiRequest.ts'
import { openHistory, readHistory } from '../historyPage.ts'
import type { JsonObject } from '../json.ts'
import { link, pageLink } from '../links.ts'
import { beforeHistory, notFound, ProblemError } from '../problem.ts'
import type { HorizonData, Route } from '../route.ts'
import { renderTime } from '../values.ts'

export function ledgerRoutes(data: HorizonData): readonly Route[] {
  return [
    {
      path: '/ledgers',
      family: 'history',
      streams: true,
      open: (request) => ({
        type: 'page',
        paging: openHistory(data, request),
        read: (paging) =>
          readHistory(paging, data.history.ledgers).map((row) => ({
            token: row.position.toString(),
            body: renderLedger(request.origin, row),
          })),
      }),
    },
    {
      path: '/ledgers/{ledger_id}',
      family: 'history',
      streams: false,
      open: (request) => {
        const sequence = ledgerParameter(request)
        return { type: 'object', read: () => renderLedger(request.origin, findLedger(data, sequence)) }
      },
    },
  ]
}

/** The ledger in the path. */
export function ledgerParameter(request: ApiRequest): number {
  return Number(idParameter(request, 'ledger_id', 'Ledger ID must be an integer higher than 0'))
}

/** The ledger of a number; one that is no longer kept is gone, a later one was not found. */
export function findLedger({ history }: HorizonData, sequence: number): LedgerRow {
  const row = history.ledger(sequence)
  if (row !== undefined) return row
  const elder = history.elder?.header.ledgerSequence ?? 0
  throw new ProblemError(sequence < elder ? beforeHistory : notFound)
}

function renderLedger(origin: string, row: LedgerRow): JsonObject {
  const { header } = row
  const path = `/ledgers/${header.ledgerSequence}`
  return {
    _links: {
      self: link(origin, path),
      transactions: pageLink(origin, `${path}/transactions`),
      operations: pageLink(origin, `${path}/operations`),
      payments: pageLink(origin, `${path}/payments`),
      effects: pageLink(origin, `${path}/effects`),
    },
    id: header.hash,
    paging_token: row.position.toString(),
    hash: header.hash,
    prev_hash: header.ledgerSequence === 1 ? undefined : header.previousHash,
    sequence: header.ledgerSequence,
    successful_transaction_count: row.successfulTransactionCount,
    failed_transaction_count: row.failedTransactionCount,
    operation_count: row.operationCount,
    tx_set_operation_count: row.txSetOperationCount,
    closed_at: renderTime(header.closeTime),
    total_coins: formatAmount(header.totalCoins),
    fee_pool: formatAmount(header.feePool),
    base_fee_in_stroops: header.baseFee,
    base_reserve_in_stroops: header.baseReserve,
    max_tx_set_size: header.maxTxSetSize,
    protocol_version: header.ledgerVersion,
    header_xdr: header.headerXdr,
  }
}
